/** Small networks for the tests of this folder, written by hand in each format. */
export const nativeSample = `?SNDlib native format; type: network; version: 1.0
# network triangle

META (
  unit = MBITPERSEC
  origin = Someone (someone@example.com)
)

NODES (
  Gdansk ( 18.60 54.20 )
  Lodz ( 19.40 51.70 )
  Warsaw ( 21.00 52.20 )   # the capital
)

LINKS (
  L1 ( Gdansk Warsaw ) 0.00 0.00 0.50 156.00 ( 155.00 156.00 622.00 468.00 )
  L2 ( Lodz Warsaw ) 155.00 10.00 0.00 272.00 ( )
)

DEMANDS (
  D1 ( Gdansk Lodz ) 2 195.00 UNLIMITED
  D2 ( Warsaw Lodz ) 1 158.00 3
)

ADMISSIBLE_PATHS (
  D1 (
    P_0 ( L1 L2 )
  )
)
`

export const jsonSample = {
  meta: { unit: 'MBITPERSEC' },
  nodes: [
    { id: 'Gdansk', longitude: 18.6, latitude: 54.2 },
    { id: 'Lodz', longitude: 19.4, latitude: 51.7 },
    { id: 'Warsaw', longitude: 21, latitude: 52.2 },
  ],
  links: [
    {
      id: 'L1',
      source: 'Gdansk',
      target: 'Warsaw',
      pre_installed_capacity: 0,
      pre_installed_capacity_cost: 0,
      routing_cost: 0.5,
      setup_cost: 156,
      modules: [
        { module_capacity: 155, module_cost: 156 },
        { module_capacity: 622, module_cost: 468 },
      ],
    },
    {
      id: 'L2',
      source: 'Lodz',
      target: 'Warsaw',
      pre_installed_capacity: 155,
      pre_installed_capacity_cost: 10,
      routing_cost: 0,
      setup_cost: 272,
      modules: [],
    },
  ],
  demands: [
    { id: 'D1', source: 'Gdansk', target: 'Lodz', routing_unit: 2, demand_value: 195, max_path_length: 'UNLIMITED' }, // prettier-ignore
    { id: 'D2', source: 'Warsaw', target: 'Lodz', routing_unit: 1, demand_value: 158, max_path_length: 3 }, // prettier-ignore
  ],
  admissible_paths: [{ demand_id: 'D1', paths: [{ path_id: 'P_0', links: ['L1', 'L2'] }] }],
}

export const topohubSample = {
  directed: false,
  multigraph: false,
  graph: { name: 'pair', demands: { 0: { 7: 195 } }, stats: { nodes: 2 } },
  nodes: [
    { name: 'New York', pos: [-74.01, 40.71], type: 'City', id: 0 },
    { pos: [-73.94, 39.94], type: 'Seacable Waypoint', id: 7 },
  ],
  edges: [{ dist: 85.7, source: 0, target: 7, ecmp_fwd: { uni: 1 } }],
}

export const ofdsSample = {
  networks: [
    {
      id: 'a096d627-72e1-4f9b-b129-951b1737bff4',
      name: 'Ghana Fibre Network',
      nodes: [
        { id: '1', name: 'Accra', phase: { id: 'p1' }, location: { type: 'Point', coordinates: [-0.174, 5.625] }, type: ['pop'] }, // prettier-ignore
        { id: '2', name: 'Kumasi', location: { type: 'Point', coordinates: [-1.628, 6.711] }, type: ['repeaterSite'] }, // prettier-ignore
      ],
      spans: [
        {
          id: '1',
          start: '1',
          end: '2',
          route: { type: 'LineString', coordinates: [[-0.174, 5.625], [-0.9, 6.3], [-1.628, 6.711]] }, // prettier-ignore
          deployment: ['belowGround'],
          fibreType: 'G.652',
          fibreCount: 24,
          fibreLength: 276,
          capacity: 4.976,
          phase: { id: 'p1' },
        },
      ],
      phases: [{ id: 'p1', name: 'First phase' }],
      contracts: [{ id: 'c1' }],
    },
  ],
}

export const ofdsGeoJsonSample = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: [[-0.174, 5.625], [-1.628, 6.711]] }, // prettier-ignore
      properties: {
        id: '1',
        start: {
          id: '1',
          name: 'Accra',
          location: { type: 'Point', coordinates: [-0.174, 5.625] },
        },
        end: { id: '2', name: 'Kumasi', location: { type: 'Point', coordinates: [-1.628, 6.711] } },
        fibreLength: 200,
      },
    },
    {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [-0.174, 5.625] },
      properties: { id: '1', name: 'Accra', type: ['pop'] },
    },
  ],
}

const gnpyPlace = (latitude: number, longitude: number) => ({ location: { latitude, longitude } })
const gnpyFibre = (uid: string, length: number) => ({ uid, type: 'Fiber', params: { length, length_units: 'km', loss_coef: 0.2 } }) // prettier-ignore

/** Two ROADMs with transceivers, one cable of two fibres each way with an amplifier between. */
export const gnpySample = {
  network_name: 'brittany',
  elements: [
    { uid: 'trx Brest', type: 'Transceiver', metadata: gnpyPlace(48.39, -4.49) },
    { uid: 'roadm Brest', type: 'Roadm', metadata: gnpyPlace(48.39, -4.49) },
    { uid: 'trx Rennes', type: 'Transceiver', metadata: gnpyPlace(48.11, -1.68) },
    { uid: 'roadm Rennes', type: 'Roadm', metadata: gnpyPlace(48.11, -1.68) },
    gnpyFibre('out 1', 120),
    { uid: 'amp out', type: 'Edfa' },
    gnpyFibre('out 2', 125),
    gnpyFibre('back 1', 125),
    { uid: 'amp back', type: 'Edfa' },
    gnpyFibre('back 2', 120),
  ],
  connections: [
    ['trx Brest', 'roadm Brest'],
    ['roadm Brest', 'out 1'],
    ['out 1', 'amp out'],
    ['amp out', 'out 2'],
    ['out 2', 'roadm Rennes'],
    ['roadm Rennes', 'trx Rennes'],
    ['trx Rennes', 'roadm Rennes'],
    ['roadm Rennes', 'back 1'],
    ['back 1', 'amp back'],
    ['amp back', 'back 2'],
    ['back 2', 'roadm Brest'],
    ['roadm Brest', 'trx Brest'],
  ].map(([from_node, to_node]) => ({ from_node, to_node })),
}

/**
 * The long-distance fibre that clouds ride on, drawn as hubs and links. A link on land is a straight line between hubs;
 * a link in the sea follows waypoints round the capes and through the straits, because nothing shorter exists: no cable
 * crosses Russia for a cloud, none leaves Cape Town eastward with traffic, Israel does not meet the Gulf overland. Drawn
 * by hand after what public cable maps show, and assumed where no length is cited; cables that served as models are named.
 * Left out: EllaLink and SACS (South Atlantic), because the public rows show that the clouds send that traffic over North
 * America; single cables, cuts and repairs; islands without a hub, which are joined as if by land.
 */
export type Landmass =
  | 'north-america'
  | 'south-america'
  | 'europe'
  | 'britain'
  | 'ireland'
  | 'levant'
  | 'gulf'
  | 'south-asia'
  | 'malaya'
  | 'java'
  | 'hong-kong'
  | 'korea'
  | 'japan'
  | 'australia'
  | 'new-zealand'
  | 'africa'

type Degrees = readonly [latitude: number, longitude: number]

export const hubs = {
  ashburn: ['north-america', 39.04, -77.49],
  newYork: ['north-america', 40.71, -74.01],
  miami: ['north-america', 25.77, -80.19],
  atlanta: ['north-america', 33.75, -84.39],
  chicago: ['north-america', 41.88, -87.63],
  dallas: ['north-america', 32.78, -96.8],
  sanAntonio: ['north-america', 29.42, -98.49],
  denver: ['north-america', 39.74, -104.99],
  phoenix: ['north-america', 33.45, -112.07],
  losAngeles: ['north-america', 34.05, -118.24],
  sanJose: ['north-america', 37.34, -121.89],
  hillsboro: ['north-america', 45.52, -122.99],
  seattle: ['north-america', 47.61, -122.33],
  calgary: ['north-america', 51.05, -114.07],
  toronto: ['north-america', 43.65, -79.38],
  montreal: ['north-america', 45.5, -73.57],
  queretaro: ['north-america', 20.59, -100.39],
  saoPaulo: ['south-america', -23.55, -46.63],
  fortaleza: ['south-america', -3.73, -38.52],
  london: ['britain', 51.51, -0.13],
  dublin: ['ireland', 53.35, -6.26],
  amsterdam: ['europe', 52.37, 4.9],
  frankfurt: ['europe', 50.11, 8.68],
  paris: ['europe', 48.86, 2.35],
  madrid: ['europe', 40.42, -3.7],
  marseille: ['europe', 43.3, 5.37],
  milan: ['europe', 45.46, 9.19],
  stockholm: ['europe', 59.33, 18.07],
  warsaw: ['europe', 52.23, 21.01],
  telAviv: ['levant', 32.09, 34.78],
  dubai: ['gulf', 25.2, 55.27],
  bahrain: ['gulf', 26.23, 50.59],
  jeddah: ['gulf', 21.49, 39.19],
  mumbai: ['south-asia', 19.08, 72.88],
  chennai: ['south-asia', 13.08, 80.27],
  singapore: ['malaya', 1.35, 103.82],
  bangkok: ['malaya', 13.76, 100.5],
  jakarta: ['java', -6.21, 106.85],
  hongKong: ['hong-kong', 22.32, 114.17],
  seoul: ['korea', 37.57, 126.98],
  tokyo: ['japan', 35.68, 139.69],
  osaka: ['japan', 34.69, 135.5],
  sydney: ['australia', -33.87, 151.21],
  melbourne: ['australia', -37.81, 144.96],
  perth: ['australia', -31.95, 115.86],
  auckland: ['new-zealand', -36.85, 174.76],
  capeTown: ['africa', -33.92, 18.42],
} as const satisfies Readonly<Record<string, readonly [Landmass, number, number]>>

export type Hub = keyof typeof hubs

export interface Link {
  readonly from: Hub
  readonly to: Hub
  readonly kind: 'land' | 'sea'
  /** Points between the ends, in order. */
  readonly via: readonly Degrees[]
  /** Published length of the cable between its landings, km: it takes the place of the drawn line. */
  readonly cableKm?: number
}

/** A cable whose length was read where it is named; landings lie within a short way of the hubs. */
export interface Cable {
  readonly name: string
  readonly from: Hub
  readonly to: Hub
  readonly lengthKm: number
  readonly source: string
}

export const cables: readonly Cable[] = [
  {
    name: 'WACS',
    from: 'capeTown',
    to: 'london',
    lengthKm: 14_530,
    source: 'Wikipedia and submarinenetworks.com: trunk from Yzerfontein to London, 14,530 km',
  },
  {
    name: 'Seabras-1',
    from: 'newYork',
    to: 'saoPaulo',
    lengthKm: 10_800,
    source:
      'Reportagem Diaria on its opening (2017-09-13): 10,800 km from Praia Grande to New York',
  },
  {
    name: 'FASTER',
    from: 'tokyo',
    to: 'hillsboro',
    lengthKm: 9000,
    source: '24/7 Wall St. from its owners (2016-06-30): 9,000 km from Oregon to Japan',
  },
  {
    name: 'Australia Singapore Cable',
    from: 'perth',
    to: 'singapore',
    lengthKm: 4600,
    source: 'ZDNet (2018-04): 3,000 km to Christmas Island and 1,600 km on to Singapore',
  },
]

const land = (from: Hub, to: Hub, ...via: readonly Degrees[]): Link => ({
  from,
  to,
  kind: 'land',
  via,
})
function sea(from: Hub, to: Hub, ...via: readonly Degrees[]): Link {
  const cable = cables.find((each) => each.from === from && each.to === to)
  const known = cable === undefined ? {} : { cableKm: cable.lengthKm }
  return { from, to, kind: 'sea', via, ...known }
}

const suez: readonly Degrees[] = [
  [29.9, 32.5],
  [31.2, 29.9],
  [34.2, 23.5],
  [36.3, 14.8],
  [38.3, 9.2],
]
const aden: readonly Degrees[] = [
  [12.2, 45.2],
  [12.6, 43.3],
  [20.5, 38.2],
]
const malacca: readonly Degrees[] = [
  [5.9, 95],
  [3.2, 100.6],
]
const guam: Degrees = [13.4, 144.7]

export const links: readonly Link[] = [
  land('ashburn', 'newYork'),
  land('ashburn', 'atlanta'),
  land('ashburn', 'chicago', [39.96, -83]),
  land('atlanta', 'miami'),
  land('atlanta', 'dallas'),
  land('newYork', 'montreal'),
  land('newYork', 'toronto'),
  land('newYork', 'chicago', [41.5, -81.69]),
  land('toronto', 'montreal'),
  land('toronto', 'chicago'),
  land('chicago', 'dallas', [39.1, -94.58]),
  land('chicago', 'denver', [41.26, -95.93]),
  land('chicago', 'seattle', [44.98, -93.27], [46.87, -114]),
  land('chicago', 'calgary', [44.98, -93.27], [49.9, -97.14]),
  land('dallas', 'phoenix', [31.76, -106.49]),
  land('dallas', 'denver'),
  land('dallas', 'sanAntonio'),
  land('sanAntonio', 'phoenix', [31.76, -106.49]),
  land('sanAntonio', 'atlanta', [29.76, -95.37], [30.69, -88.04]),
  land('sanAntonio', 'queretaro', [27.5, -99.5]),
  land('denver', 'sanJose', [40.76, -111.89]),
  land('denver', 'hillsboro', [40.76, -111.89], [43.6, -116.2]),
  land('phoenix', 'losAngeles'),
  land('losAngeles', 'sanJose'),
  land('sanJose', 'hillsboro'),
  land('hillsboro', 'seattle'),
  land('seattle', 'calgary', [49.28, -123.12]),
  land('fortaleza', 'saoPaulo'),
  land('dublin', 'london', [53.3, -4.6]),
  land('london', 'amsterdam', [51.9, 1.3]),
  land('london', 'paris', [51.1, 1.3]),
  land('amsterdam', 'frankfurt'),
  land('amsterdam', 'paris', [50.85, 4.35]),
  land('amsterdam', 'stockholm', [53.55, 10], [55.68, 12.57]),
  land('frankfurt', 'stockholm', [53.55, 10], [55.68, 12.57]),
  land('frankfurt', 'paris'),
  land('frankfurt', 'warsaw', [52.52, 13.4]),
  land('frankfurt', 'milan', [47.37, 8.54]),
  land('paris', 'madrid', [44.84, -0.58]),
  land('paris', 'marseille', [45.76, 4.84]),
  land('madrid', 'marseille', [41.39, 2.17]),
  land('marseille', 'milan', [44.41, 8.93]),
  land('dubai', 'bahrain', [24.45, 54.38], [25.29, 51.53]),
  land('bahrain', 'jeddah', [24.71, 46.68]),
  land('mumbai', 'chennai', [17.39, 78.49]),
  land('singapore', 'bangkok', [3.14, 101.69], [7.01, 100.47]),
  land('tokyo', 'osaka', [35.18, 136.91]),
  land('sydney', 'melbourne', [-35.28, 149.13]),
  land('melbourne', 'perth', [-34.93, 138.6], [-31.7, 128.9]),
  // Atlantic: Apollo and AEC-2, Dunant, MAREA, Hibernia and EXA Express, Seabras-1, Monet.
  sea('newYork', 'london', [40.2, -69], [48.5, -20], [50.8, -4.6]),
  sea('newYork', 'dublin', [40.2, -69], [50, -25], [51.3, -9.5]),
  sea('newYork', 'paris', [40.2, -69], [46.5, -20], [46.7, -2]),
  sea('ashburn', 'paris', [36.8, -75.9], [42, -50], [46.7, -2]),
  sea('ashburn', 'madrid', [36.8, -75.9], [41, -45], [43.4, -3]),
  sea('montreal', 'london', [44.65, -63.57], [48, -40], [51.2, -6]),
  sea('montreal', 'dublin', [44.65, -63.57], [48, -40], [51.3, -9.5]),
  sea('newYork', 'saoPaulo', [39.5, -72], [-4, -32], [-10, -34], [-23.2, -41.5], [-24, -46.4]),
  sea('miami', 'fortaleza', [27, -76], [15, -55]),
  // Mediterranean, Red Sea, Indian Ocean: Blue, AAE-1, SEA-ME-WE 5, India-Middle East-Western Europe.
  sea('telAviv', 'milan', [34, 25], [37.3, 15.6], [39.5, 13], [44.41, 8.93]),
  sea('telAviv', 'marseille', [34, 25], [36.3, 14.8], [38.3, 9.2]),
  sea('jeddah', 'marseille', [27, 34.8], ...suez),
  sea('dubai', 'marseille', [25.1, 56.4], [22.6, 60.2], [16, 54.5], ...aden, [27, 34.8], ...suez),
  sea('mumbai', 'marseille', [15, 60], ...aden, [27, 34.8], ...suez),
  sea('dubai', 'mumbai', [26.4, 56.5], [24.6, 59]),
  sea('chennai', 'singapore', [10, 92], ...malacca),
  sea('mumbai', 'singapore', [8, 76], [5.5, 80.5], ...malacca),
  sea(
    'singapore',
    'marseille',
    ...malacca.toReversed(),
    [5.5, 80.5],
    [12, 52],
    ...aden,
    [27, 34.8],
    ...suez,
  ),
  // East Asia and the Pacific: APG and SJC, FASTER, JUPITER, PLCN, SEA-US and Echo, AJC, Hawaiki, Southern Cross, ASC.
  sea('singapore', 'jakarta', [-3, 106.9]),
  sea('singapore', 'hongKong', [3, 105.5], [11, 110.5]),
  sea('hongKong', 'tokyo', [21.5, 119.5], [30, 130], [34.5, 139]),
  sea('hongKong', 'osaka', [21.5, 119.5], [30, 131], [33.5, 135.5]),
  sea('hongKong', 'seoul', [22.5, 119], [31, 124.5]),
  sea('singapore', 'tokyo', [3, 105.5], [12, 113], [20, 121], [30, 132], [34.5, 139]),
  sea('singapore', 'osaka', [3, 105.5], [12, 113], [20, 121], [30, 131.5], [33.5, 135.5]),
  sea('seoul', 'osaka', [35.18, 129.08], [33.59, 130.4]),
  sea('tokyo', 'seattle', [34.9, 140.2], [45, 165], [50, -160]),
  sea('tokyo', 'hillsboro', [34.9, 140.2], [44, 165], [48, -160]),
  sea('tokyo', 'sanJose', [34.9, 140.2], [42, 170], [42, -150], [38, -124]),
  sea('tokyo', 'losAngeles', [34.9, 140.2], [41, 170], [39, -150]),
  sea('osaka', 'hillsboro', [33.5, 136.5], [43, 160], [49, -160]),
  sea('hongKong', 'losAngeles', [21, 121], [30, 150], [38, -170], [37, -140]),
  sea('singapore', 'sanJose', [3, 108], [6, 120], guam, [25, 180], [35, -140]),
  sea('jakarta', 'sanJose', [-4, 112], [3, 122], guam, [25, 180], [35, -140]),
  sea('sydney', 'tokyo', [-20, 156], [-8, 155], guam, [34.5, 139.5]),
  sea('sydney', 'hillsboro', [-28, 170], [21, -158]),
  sea('sydney', 'losAngeles', [-18, 178], [21, -158]),
  sea('sydney', 'auckland'),
  sea('perth', 'singapore', [-15, 110], [-6.3, 105.1]),
  sea('perth', 'jakarta', [-15, 110], [-6.3, 105.1]),
  // WACS, and the only way out of Cape Town that the public rows show.
  sea(
    'capeTown',
    'london',
    [-10, 5],
    [4, -8],
    [14.7, -18.5],
    [28.5, -17],
    [43.5, -10.5],
    [50.8, -4.6],
  ),
  sea('capeTown', 'madrid', [-10, 5], [4, -8], [14.7, -18.5], [28.5, -17], [38.5, -9.5]),
]

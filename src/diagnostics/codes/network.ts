import { pagesOf } from '../code-page.ts'

/** The network part of a fleet file, and what refers to nothing. */
export const networkCodes = pagesOf({
  'fleet/capacity-above-physics': [
    'A route is said to carry more than its line can',
    'The line (fibre pairs, fibre, band, amplifier spacing, length) gives a signal quality, that a line mode, and that a capacity. The stated figure is above it.',
    'capacity: 200 Tb/s with line: { fibrePairs: 1 }',
    'Correct the line or the capacity, or leave the capacity out: then it follows from the line.',
  ],
  'fleet/dark-line': [
    'No light gets through this line',
    'No known mode works at the signal quality that the line gives, or the line is described by something that the catalog does not know.',
    'line: { fibrePairs: 1, amplifierSpacing: 300 km }',
    'Bring the amplifiers closer together, or correct the description.',
  ],
  'fleet/no-capacity': [
    'What a route carries is not said',
    'A route states its capacity, or the line from which it follows.',
    'a route without "capacity" and "line"',
    'Add "capacity: 800 Gb/s", or "line: { fibrePairs: 2 }".',
  ],
  'fleet/gateway-without-site': [
    'A node and its site do not fit',
    'A node of kind "site" names the site whose gateway it is; other nodes name none.',
    'kind: site, without "site"',
    'Add or remove the key "site", or change the kind.',
  ],
  'fleet/route-broken': [
    'The spans of a route do not join',
    'A route is a chain: each span begins where the one before has ended.',
    'spans: [a-b, c-d]',
    'List the spans in the order in which the light passes them.',
  ],
  'fleet/route-cycle': [
    'A route comes to a node twice',
    'Light that returns to where it was has taken a detour.',
    'spans: [a-b, b-c, c-a]',
    'Leave out the detour, or make two routes.',
  ],
  'fleet/site-unconnected': [
    'A site has no gateway',
    'No node belongs to it, so no work can span it and another site. It can still run work of one leg.',
    'a second site without a node of kind "site"',
    'Add a node and a span, or leave it.',
  ],
  'fleet/span-loop': [
    'A span ends where it begins',
    'A span joins two nodes.',
    'from: mke-gw, to: mke-gw',
    'Name the node at its other end.',
  ],
  'fleet/span-too-short': [
    'A span is shorter than the straight line',
    'Fibre cannot be shorter than the geodesic between its ends (WGS 84).',
    'length: 900 km between places 1,080 km apart',
    'Give the length of the fibre, or correct the coordinates.',
  ],
  'fleet/span-very-long': [
    'A span is far longer than the straight line',
    'On land fibre has 1.2 to 2 times the geodesic; above 3 times it is usually a slip.',
    'length: 1580 km between places 158 km apart',
    'Check the length and the coordinates. If both hold, leave it.',
  ],
  'fleet/unknown-node': [
    'No node has this id',
    'The end of a span is a node of the file.',
    'to: chicago-gw, when the node is chi-gw',
    'Correct the id, or add the node.',
  ],
  'fleet/unknown-site': [
    'No site has this id',
    'Nodes, datasets and prices refer to sites by id.',
    'site: dsk',
    'Correct the id, or add the site.',
  ],
  'fleet/unknown-span': [
    'No span has this id',
    'A route is a list of spans of the file.',
    'spans: [mke-chicago]',
    'Correct the id, or add the span.',
  ],
  'fleet/unknown-srlg': [
    'No SRLG has this id',
    'A span names the shared risks that it runs through.',
    'srlgs: [ohio-bridge]',
    'Correct the id, or add the SRLG.',
  ],
})

import { pagesOf } from '../code-page.ts'

/** What is asked of a link between two sites: its fibre, its length, its modes, its paths. */
export const linkCodes = pagesOf({
  'link/beyond-limits': [
    'No place for amplifiers keeps the limits',
    'The longest span that keeps both km and loss is too short for the route.',
    'spanLossMaxDb: 0.5 with two connectors of 0.5 dB',
    'Allow longer spans, or fibre with less loss.',
  ],
  'link/geodesic': [
    'The length is the straight line times a factor',
    'The true length of the route was not given. Fibre on land is usually 1.2 to 2 times the straight line.',
    'two places without routeKm',
    'Give the length of the fibre if it is known.',
  ],
  'link/out-of-range': [
    'A figure of a link is out of range',
    'Lengths are above nought, shares are from 0 to 1, and nothing is guessed in place of a figure that cannot be.',
    'spansKm: [-80]',
    'Correct the figure.',
  ],
  'link/too-many-paths': [
    'The paths share too much to be reckoned exactly',
    'States double with each way in which paths share elements; beyond 14 an exact answer takes too long.',
    'ten paths that share conduits in every combination',
    'Leave out paths that share nearly everything.',
  ],
  'link/unknown-fibre': [
    'There is no fibre type of this name',
    'Loss, dispersion and area follow from the type, so it must be one of the catalog.',
    'fibre: glass',
    'Take one of the types that the message lists.',
  ],
})

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
  'link/hut-feed': [
    'A hut draws more than older huts are fed with',
    'Amplifier huts along old routes have a few hundred amperes at 48 V, much of which goes into cooling.',
    '30 lit pairs through huts of the 1990s',
    'Plan new huts, shelves that share pumps, or a second route.',
  ],
  'link/more-huts': [
    'One hut more would carry more',
    'Huts are placed as few as the longest span allows. Shorter spans cost a hut and leave a better signal.',
    '900 km in spans of 90 km',
    'Compare the cost of a hut with that of another pair; give a shorter span to have it.',
  ],
  'link/out-of-range': [
    'A figure of a link is out of range',
    'Lengths are above nought, shares are from 0 to 1, and nothing is guessed in place of a figure that cannot be.',
    'spansKm: [-80]',
    'Correct the figure.',
  ],
  'link/record-fibre': [
    'The loss is that of a record',
    'Hollow-core fibre is new: its published loss is of drawn fibre, and cable in the ground has more.',
    'fibre: hollow-core, without a loss of its own',
    'Give the loss that the supplier of the cable states.',
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

import { pagesOf } from '../code-page.ts'

/** Sites: power, engines, prices, sources. The network has its own file. */
export const fleetCodes = pagesOf({
  'fleet/bad-daily-window': [
    'This is not a window of the day',
    'A daily window is two UTC times on whole or half hours. It may wrap past midnight and may not be empty.',
    'daily: 14:15-20:00',
    'Write it as in "14:00-20:30".',
  ],
  'fleet/bad-path': [
    'This is not a plain absolute path',
    'Paths of an engine begin with "/" and hold letters, digits and ._@+- only; ".." is refused.',
    'workingDirectory: /var/../etc',
    'Give the path as it is, without detours.',
  ],
  'fleet/bad-ports': [
    'The ports are no range',
    'The first port stands below the last, both from 1024 to 65535.',
    'ports: { from: 22000, to: 21000 }',
    'Swap them.',
  ],
  'fleet/bad-url': [
    'This is not the address of a slurmrestd',
    'An http, https or unix address without user and password. The token has its own file.',
    'restUrl: http://root:secret@login',
    'Write http://HOST:PORT.',
  ],
  'fleet/dataset-outside-its-law': [
    'A dataset lies outside its own law',
    'None of the jurisdictions in which the dataset may be is one of its home site, so no workload can read it there.',
    'a dataset for [SE] at home in US',
    'Name a jurisdiction of the home, or correct the home.',
  ],
  'fleet/duplicate-id': [
    'Two things of one kind have the same id',
    'Everything refers to everything else by id.',
    'two sites with "id: desk"',
    'Rename one of them.',
  ],
  'fleet/duplicate-name': [
    'Two sites or tenants have names that read the same',
    'Names may be anything, but people must be able to tell two apart; case does not count.',
    'name: Lulea and name: LULEA',
    'Rename one of them.',
  ],
  'fleet/duplicate-price': [
    'Two price rows are for the same thing',
    'Which one a bill uses would depend on their order.',
    'two rows for h100-sxm from the same instant',
    'Keep one, or give them different sites, classes or instants.',
  ],
  'fleet/duplicate-window': [
    'Two windows cover the same hours',
    'The lower limit would win without a word.',
    'two windows "daily: 14:00-20:00" of one supply',
    'Keep one of them.',
  ],
  'fleet/engine-incomplete': [
    'An engine lacks what it needs',
    'The REST transport needs restUrl, tokenFile and user; every pool needs its gres type.',
    'transport: rest, without restUrl',
    'Add what the message names.',
  ],
  'fleet/halls-over-interconnection': [
    'Full halls draw more than the interconnection takes',
    'The IT power of the halls times the worst PUE of the design day is above the rating in MVA at a power factor of 0.95.',
    '300 MW of halls behind 300 MVA',
    'Correct the rating. If the halls are never full together, leave it.',
  ],
  'fleet/halls-over-supplies': [
    'Full halls draw more than the supplies give',
    'The IT power of the halls times the worst PUE of the design day is above the sum of the supplies. Work is placed within the supplies.',
    '100 MW of halls at PUE 1.3 with 110 MW of supply',
    'Add a supply. If the halls are never full together, leave it.',
  ],
  'fleet/jurisdiction-assumed': [
    'A jurisdiction is assumed',
    'The site does not say whose law holds; the country of the place is taken for ground and operator.',
    'a site without "jurisdiction"',
    'Write the jurisdiction of the ground and of the operator.',
  ],
  'fleet/no-price': [
    'An accelerator has no price',
    'Work runs there but no bill can be made for it.',
    'a pool of b200, no price row for b200',
    'Add a row to prices.accelerators.',
  ],
  'fleet/pools-over-halls': [
    'The pools draw more than the halls feed',
    'Nodes times node power, over all pools of the site, is above the IT power of its halls.',
    '20 nodes of 10.2 kW in a hall of 100 kW',
    'Take nodes out of a pool, or correct the hall.',
  ],
  'fleet/ports-overlap': [
    'Two sites use the same ports',
    'Sites with the process engine share this machine.',
    '21000 to 21499 and 21400 to 21999',
    'Give each its own range.',
  ],
  'fleet/price-of-nothing': [
    'A price is for an accelerator that no pool has',
    'The row will never be used; most often the kind is misspelled.',
    'accelerator: h100-smx',
    'Correct the kind, or remove the row.',
  ],
  'fleet/pue-not-ascending': [
    'The temperatures of a PUE curve do not ascend',
    'Between two points the PUE is interpolated, so each point is warmer than the one before.',
    'points at 20 C, 10 C',
    'Sort the points by temperature.',
  ],
  'fleet/source-of-nothing': [
    'A source is a source of nothing',
    'The dotted path begins with no section of the file, or names an id that is not there.',
    'of: sites.mkee.halls',
    'Correct the path.',
  ],
  'fleet/unknown-accelerator': [
    'An accelerator resembles one of the catalog',
    'Kinds outside the catalog are allowed. This one differs from a catalog kind by a letter or two.',
    'accelerator: h100-smx',
    'Correct it if it is a slip; else leave it.',
  ],
  'fleet/unknown-pool': [
    'No pool has this id',
    'The gres types of an engine are given by the pools of its own site.',
    'gresTypeByPool: { gpus: h100 }',
    'Take the id of a pool of this site.',
  ],
  'fleet/window-over-capacity': [
    'A limit is above the capacity',
    'An envelope only takes away; this window does nothing.',
    'capacity: 100 MW, max: 120 MW',
    'Lower the limit, or raise the capacity.',
  ],
  'fleet/window-reversed': [
    'A window ends before it begins',
    'A window is [from, to): it needs at least an instant inside.',
    'from: 2026-06-02…, to: 2026-06-01…',
    'Swap the two.',
  ],
})

import type { LinkRequest } from '../../optics/index.ts'

interface LinkPreset {
  readonly about: string
  readonly request: LinkRequest
}

/** Worked examples of `gridloom estimate link`. */
export const linkPresets: Readonly<Record<string, LinkPreset>> = {
  'two-sites-21ms': {
    about:
      'Two sites that train one model 21 ms apart (NVIDIA, 2025: Nemotron-4 340B): 21 ms there and back are 2,140 km of standard fibre',
    request: { routeKm: 2140, fibre: 'ssmf', band: 'C', wantedGbps: 1600 },
  },
  'long-haul-1580km': {
    about: '1,580 km of standard fibre with huts every 80 km, C and L bands, 10 Tb/s',
    request: {
      routeKm: 1580,
      fibre: 'ssmf',
      band: 'C+L',
      wantedGbps: 10_000,
      spanMaxKm: 80,
      marginDb: 3,
    },
  },
  'metro-80km': {
    about: 'Two halls of one region, 80 km of fibre, 100 Tb/s',
    request: { routeKm: 80, fibre: 'ssmf', band: 'C', wantedGbps: 100_000 },
  },
}

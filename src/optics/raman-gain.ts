import type { Fibre } from './fibre.ts'
import { effectiveAreaM2 } from './fibre.ts'

/**
 * How strongly light at one frequency amplifies light at a lower one by stimulated Raman scattering in silica fibre, in 1/(W m).
 *
 *   C(signal, pump) = g(f_pump - f_signal) (f_pump / f_ref) / A,   A the mean of the two effective areas
 *
 * g is the gain of standard fibre times the effective area at a pump of f_ref = 206.18 THz (1454 nm); it grows with the frequency of
 * the pump. The pump loses what the signal gains, and as many photons: its coefficient is -(f_pump / f_signal) C(signal, pump).
 * A. D'Amico et al., "Scalable and disaggregated GGN approximation applied to a C+L+S optical network", Journal of Lightwave
 * Technology 40(11), 2022, section III.D; figures of the profile as GNPy 2.14 has them (`core/parameters.py`, BSD-3-Clause), to five digits.
 */
const profileReferenceThz = 206.184634112792

/** Difference of frequency in THz, and gain times area in 1e-15 m/W. */
const profile: readonly (readonly [offsetThz: number, gain1e15MPerW: number])[] = [
  [0, 0],
  [0.5, 0.85244],
  [1, 2.6436],
  [1.5, 4.4105],
  [2, 6.1534],
  [2.5, 7.4849],
  [3, 8.4521],
  [3.5, 9.1015],
  [4, 9.5784],
  [4.5, 10.009],
  [5, 10.866],
  [5.5, 11.301],
  [6, 12.143],
  [6.5, 13.231],
  [7, 14.625],
  [7.5, 16.013],
  [8, 17.458],
  [8.5, 19.32],
  [9, 21.72],
  [9.5, 24.137],
  [10, 26.282],
  [10.5, 28.041],
  [11, 29.723],
  [11.5, 31.294],
  [12, 32.518],
  [12.5, 33.199],
  [12.75, 33.295],
  [13, 33.132],
  [13.25, 32.89],
  [13.5, 32.459],
  [14, 30.607],
  [14.5, 32.66],
  [14.75, 29.574],
  [15, 25.189],
  [15.5, 17.346],
  [16, 9.9029],
  [16.5, 7.2192],
  [17, 6.0796],
  [17.5, 5.8284],
  [18, 7.2058],
  [18.25, 7.5619],
  [18.5, 7.6212],
  [18.75, 6.886],
  [19, 5.6292],
  [19.5, 3.6797],
  [20, 2.7556],
  [20.5, 2.481],
  [21, 2.216],
  [21.5, 2.1441],
  [22, 2.3387],
  [22.5, 2.5573],
  [23, 3.0398],
  [23.5, 4.8337],
  [24, 5.4647],
  [24.5, 5.2292],
  [25, 4.5108],
  [25.5, 3.3213],
  [26, 2.2603],
  [26.5, 1.9696],
  [27, 1.518],
  [27.5, 1.2954],
  [28, 1.1305],
  [28.5, 0.91],
  [29, 0.84329],
  [29.5, 0.78492],
  [30, 0.78276],
  [30.5, 0.90005],
  [31, 1.3026],
  [31.5, 1.5444],
  [32, 1.8796],
  [32.5, 1.7796],
  [33, 1.5938],
  [33.5, 1.1586],
  [34, 0.8507],
  [34.5, 0.76254],
  [35, 0.81451],
  [35.5, 0.90479],
  [36, 0.96364],
  [36.5, 0.92986],
  [37, 0.83497],
  [37.5, 0.74829],
  [38, 0.62408],
  [38.5, 0.50065],
  [39, 0.35534],
  [39.5, 0.20344],
  [40, 0.14268],
  [40.5, 0.0898],
  [41, 0.029829],
  [41.5, 0.014862],
  [42, 0.0074045],
]

/** Between points linear; nothing below 0 or beyond the last offset. */
function gainTimesArea(offsetThz: number): number {
  const above = profile.findIndex(([offset]) => offset >= offsetThz)
  if (above <= 0) return 0
  const [x0, y0] = profile[above - 1] ?? [0, 0]
  const [x1, y1] = profile[above] ?? [0, 0]
  return (y0 + ((y1 - y0) * (offsetThz - x0)) / (x1 - x0)) * 1e-15
}

/**
 * What two lights in one fibre give and take: `photons` as scattering does, a quantum of the higher frequency for one of the lower, the rest
 * left as heat; `energy` as GNPy 2.14 counts it, nothing lost. On a strongly pumped span the two differ by 0.06 dB.
 */
export type RamanExchange = 'photons' | 'energy'

/** Gain of light at one frequency per watt at another: above 0 from higher ones, below 0 to lower ones. */
export function ramanPerWm(
  { fibre, exchange = 'photons' }: { readonly fibre: Fibre; readonly exchange?: RamanExchange },
  hz: number,
  otherHz: number,
): number {
  if (hz === otherHz) return 0
  const pumpHz = Math.max(hz, otherHz)
  const area = (effectiveAreaM2(fibre, hz) + effectiveAreaM2(fibre, otherHz)) / 2
  const difference = Math.abs(otherHz - hz) * 1e-12
  const gain = (gainTimesArea(difference) * pumpHz * 1e-12) / profileReferenceThz / area
  if (otherHz > hz) return gain
  return exchange === 'photons' ? (-gain * hz) / otherHz : -gain
}

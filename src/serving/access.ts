import { figure } from '../catalog/index.ts'
import type { Figure } from '../catalog/index.ts'

/** How a user reaches the network; the last mile and the way to the first exchange. */
export type AccessType = 'fibre' | 'cable' | 'dsl' | '5g' | '4g' | 'satellite' | 'backbone'

const planning = (value: number, range: string): Figure =>
  figure(value, 'ms', {
    provenance: 'assumed',
    source: `Planning value, middle of ${range} ms; measurements differ by operator and hour (Ookla saw 9 ms on US fibre and 31 to 39 ms on US mobile networks)`,
    asOf: '2026-11',
    confidence: 'low',
  })

/** Round trip of the last mile, unloaded. */
export const accessRttMs: Readonly<Record<AccessType, Figure>> = {
  fibre: planning(8, '5 to 12'),
  cable: planning(18, '12 to 25'),
  dsl: planning(32, '20 to 45'),
  '5g': planning(30, '20 to 40'),
  '4g': planning(47, '35 to 60'),
  satellite: planning(35, '25 to 45 (low orbit)'),
  backbone: planning(0, '0 (a machine in a site)'),
}

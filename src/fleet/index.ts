export type * from './fleet.ts'
export type * from './workload.ts'

export type * from './decision.ts'
export type * from './event.ts'

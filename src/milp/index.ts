export type { Problem, Solution, Solve } from './problem.ts'

export { findResidencyBreach } from './residency.ts'

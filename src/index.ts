/** The library door of the package: what a program may use of gridloom without its command line. */
export * from './units/index.ts'
export * from './diagnostics/index.ts'
export * from './fleet/index.ts'
export * from './decide/index.ts'
export * from './journal/index.ts'
export * from './engines/index.ts'
export * from './control/index.ts'

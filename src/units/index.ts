export * from './json.ts'
export * from './quantity.ts'
export * from './time.ts'

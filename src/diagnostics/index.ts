export * from './diagnostic.ts'

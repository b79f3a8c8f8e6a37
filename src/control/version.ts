import { readFileSync } from 'node:fs'

const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { readonly version: string }

/** The version of the package that runs; it stands in the journal beside each fleet. */
export const gridloomVersion = manifest.version

import { expect, it } from 'vitest'
import type { FigureSource } from './fleet.ts'
import { provenanceOf } from './provenance.ts'

const source = (of: string, provenance: FigureSource['provenance']): FigureSource => ({
  of,
  provenance,
  text: of,
})
const fleet = {
  sources: [
    source('sites', 'assumed'),
    source('sites.mke', 'published'),
    source('sites.m', 'yours'),
  ],
}

it('the longest source that covers a path wins, by whole steps', () => {
  expect(provenanceOf(fleet, 'sites.mke.halls.hall-1.itMw').provenance).toBe('published')
  expect(provenanceOf(fleet, 'sites.mke-2.halls').provenance).toBe('assumed')
})

it('what nothing covers is yours', () => {
  expect(provenanceOf(fleet, 'spans.mke-chi.lengthKm')).toMatchObject({
    provenance: 'yours',
    of: '',
  })
})

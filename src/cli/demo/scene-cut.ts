import { until } from './stage.ts'
import type { Scene } from './scene.ts'

export async function cutAndHeal(scene: Scene): Promise<void> {
  const { stage, api, ids, stop } = scene
  stage.step('Cut every fibre of a site: the declared fallback')
  const { legs } = await api().workload(ids.training)
  const site = legs[1]?.siteId ?? ''
  const routes = routesOf(scene, site)
  for (const route of routes)
    await api().post(`/v1/links/${encodeURIComponent(`route:${route}`)}`, { state: 'down' })
  const cutStep = (await api().reports(ids.training, 1)).at(-1)?.step ?? 0
  const loose = await until(
    async () => ((await api().workload(ids.training)).sync === 'loose' ? true : undefined),
    { withinS: 15, stop },
  )
  const alone = await until(
    async () =>
      (await api().reports(ids.training, 1)).find(
        (report) => report.mode === 'loose' && report.step > cutStep,
      ),
    { withinS: 30, stop },
  )
  stage.check(
    'the run falls back to loose synchronisation, as it declared',
    loose === true,
    `dark: ${routes.join(', ')}; decided: loose-sync`,
  )
  stage.check(
    'the cut leg goes on alone',
    alone !== undefined,
    `leg 1 on ${site}: step ${cutStep} at the cut, step ${alone?.step ?? '-'} in mode ${alone?.mode ?? '-'}, loss ${alone?.loss.toFixed(3) ?? '-'}`,
  )

  stage.step('Heal it')
  for (const route of routes)
    await api().post(`/v1/links/${encodeURIComponent(`route:${route}`)}`, { state: 'up' })
  const healStep = alone?.step ?? cutStep
  const back = await until(
    async () =>
      (await api().reports(ids.training, 1)).find(
        (report) => report.mode === 'sync' && report.step > healStep,
      ),
    { withinS: 40, stop },
  )
  const { sync } = await api().workload(ids.training)
  stage.check(
    'synchronous again, both legs in step',
    sync === 'sync' && back !== undefined,
    `leg 1 reports mode ${back?.mode ?? '-'} at step ${back?.step ?? '-'}, loss ${back?.loss.toFixed(3) ?? '-'}`,
  )
}

/** Every route that ends at the site: with these dark, nothing is left to go around by. */
function routesOf({ fleet }: Scene, siteId: string): readonly string[] {
  const gateways = new Set(
    fleet.nodes.filter((node) => node.siteId === siteId).map((node) => node.id),
  )
  const spansHere = new Set(
    fleet.spans
      .filter((span) => gateways.has(span.from) || gateways.has(span.to))
      .map((span) => span.id),
  )
  return fleet.routes
    .filter((route) => route.spans.some((span) => spansHere.has(span)))
    .map((route) => route.id)
}

import type { Viewer } from '../control/index.ts'

/**
 * Who may use a route. A route without an access does not register: what is not said is denied.
 *  - `public`: no token at all (health, the API's own description)
 *  - `any`: every token; what it sees is narrowed by its viewer
 *  - `submit`: operators and tenants
 *  - `fleet-wide`: operators, and viewers that are not bound to one tenant
 *  - `operator`: operators only
 */
export type Access = 'public' | 'any' | 'submit' | 'fleet-wide' | 'operator'

export function isAllowed(access: Access, viewer: Viewer): boolean {
  switch (access) {
    case 'public':
    case 'any':
      return true
    case 'submit':
      return viewer.role === 'operator' || viewer.role === 'tenant'
    case 'fleet-wide':
      return viewer.tenantId === undefined && viewer.role !== 'tenant'
    case 'operator':
      return viewer.role === 'operator'
  }
}

export const accessInWords: Readonly<Record<Access, string>> = {
  public: 'anyone, without a token',
  any: 'every token; a tenant sees its own',
  submit: 'operators and tenants',
  'fleet-wide': 'operators and viewers of the whole fleet',
  operator: 'operators',
}

export const roles = ['editor', 'expert', 'leader', 'privacy', 'operator'] as const
export type Role = (typeof roles)[number]

/** A member of staff in one municipality, with the roles held there. */
export interface Person {
  kind: 'person'
  id: string
  accountId: string
  name: string
  language: 'de' | 'en'
  roles: { role: Role; unitId: string }[]
  /** Per role the units it reaches: those where it is held and everything below. */
  reach: Partial<Record<Role, Set<string>>>
}

/** The program itself, acting by a job or a command. */
export interface System {
  kind: 'system'
  id?: null
}
/** Somebody outside: a citizen at a form, or a user of another server. */
export interface Outsider {
  kind: 'citizen' | 'remote'
  id?: null
}
export type Who = Person | System | Outsider

export const system: System = { kind: 'system' }
export const citizen: Outsider = { kind: 'citizen' }
export const remote: Outsider = { kind: 'remote' }

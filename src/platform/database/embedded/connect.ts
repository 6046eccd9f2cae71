// Connection strings for a server on a unix socket.
import { roles } from '#platform/database/roles.ts'
import type { Role, Urls } from '#platform/database/roles.ts'

/** The connection string of the server's superuser. */
export function superuserAt(socket: string): string {
  return urlAt(socket, 'postgres', 'postgres')
}

/** The connection strings of the three roles for a database. */
export function urlsAt(socket: string, database = 'ortsgespraech'): Urls {
  const url = (role: Role) => urlAt(socket, roles[role], database)
  return { owner: url('owner'), keeper: url('keeper'), program: url('program') }
}

/** The connection string of a user for a database of the server at this socket. */
export function urlAt(socket: string, user: string, database: string): string {
  return `postgresql://${user}@/${encodeURIComponent(database)}?host=${encodeURIComponent(socket)}`
}

import type { ColumnType } from 'kysely'

/** A jsonb column: read as a value, written as text (`JSON.stringify`), because pg would turn a list into an SQL array. */
export type JsonColumn = ColumnType<any, string, string>

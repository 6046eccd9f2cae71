// Queries that are built once: putting a large query together takes longer than sending it.
import type { CompiledQuery } from 'kysely'
import type { Tx } from './database.ts'

const place = '\u0001the value\u0001'

/**
 * Makes a query with one value that is built at its first use and only filled after that. `build` must make the same
 * query every time and use the value only as a value.
 * @example const bySlug = readyQuery((tx, slug: string) => tx.selectFrom('post').select('id').where('slug', '=', slug))
 */
export function readyQuery<Row>(
  build: (tx: Tx, value: string) => { compile(): CompiledQuery<Row> }
): (tx: Tx, value: string) => Promise<Row[]> {
  let built: CompiledQuery<Row> | undefined
  return async (tx, value) => {
    built ??= build(tx, place).compile()
    const parameters = built.parameters.map((one) => (one === place ? value : one))
    return (await tx.executeQuery<Row>({ ...built, parameters })).rows
  }
}

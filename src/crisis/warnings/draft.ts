// From an official warning to words of the town: a draft that somebody looks over, never a post by itself.
import { loadMunicipality } from '#municipality/hosts.ts'
import { rootUnit } from '#municipality/units.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { formatLocal } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { NotFound, Refusal } from '#platform/refusal.ts'
import { createPost } from '#posts/create.ts'
import { keepWarning } from './keep.ts'
import { NoWarning, readCap } from './read.ts'

/** Begins a post that says the warning's words and names who gave it. @throws NotAllowed, NotFound, Refusal */
export async function draftFromWarning(tx: Tx, who: Who, id: string): Promise<string> {
  const unitId = await rootUnit(tx)
  must(who, 'post.write', unitId)
  const warning = await lockWarning(tx, id)
  if (warning.post_id) return warning.post_id
  if (warning.state === 'ended') throw new Refusal('warnings.isOver', {}, 409)
  const { timeZone } = await loadMunicipality(tx)
  const [date, time] = formatLocal(warning.sent_at, timeZone).split('T') as [string, string]
  const day = date.split('-').toReversed().join('.')
  const parts = [
    warning.description,
    ...(warning.instruction ? [`## Was jetzt zu tun ist\n\n${warning.instruction}`] : []),
    ...(warning.area ? [`Gebiet: ${warning.area}`] : []),
    `Amtliche Warnung von ${warning.sender}, ${day}, ${time.slice(0, 5)} Uhr${warning.web ? `: <${warning.web}>` : '.'}`
  ]
  const { id: post } = await createPost(tx, who, {
    unitId,
    title: warning.headline.slice(0, 160),
    lead: '',
    body: parts.join('\n\n'),
    fediverseForm: 'note'
  })
  await tx.updateTable('warning').set({ state: 'drafted', post_id: post }).where('id', '=', id).execute()
  record(tx, who, 'warning.drafted', id, { post })
  return post
}

/** Puts a warning aside that does not concern the town. @throws NotAllowed, NotFound */
export async function putAside(tx: Tx, who: Who, id: string): Promise<void> {
  must(who, 'post.write', null)
  const warning = await lockWarning(tx, id)
  if (warning.state !== 'new') return
  await tx.updateTable('warning').set({ state: 'put-aside' }).where('id', '=', id).execute()
  record(tx, who, 'warning.put-aside', id)
}

/** Takes in a CAP file that somebody was sent. Answers the warning's id. @throws NotAllowed, Refusal that says what is wrong with it */
export async function takeCapFile(tx: Tx, who: Who, xml: string): Promise<string> {
  must(who, 'post.write', null)
  let warning
  try {
    warning = await readCap(xml)
  } catch (error) {
    if (error instanceof NoWarning) throw new Refusal(`warnings.${error.reason}`)
    throw error
  }
  const added = await keepWarning(tx, who, warning, 'file')
  if (added) return added
  const known = await tx
    .selectFrom('warning')
    .select('id')
    .where('identifier', '=', warning.identifier)
    .executeTakeFirstOrThrow()
  return known.id
}

async function lockWarning(tx: Tx, id: string) {
  const warning = await tx.selectFrom('warning').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!warning) throw new NotFound()
  return warning
}

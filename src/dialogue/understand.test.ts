import { beforeAll, describe, expect, test } from 'vitest'
import { Quarantine, type Incoming, type RawIncoming } from '#channels/contract.ts'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { replay, setAside } from './replay.ts'
import { takeRaw } from './take.ts'
import { listQuarantine } from './quarantine.ts'
import { awayNetwork, makeTown, said, type Town } from './town.fixture.ts'
import { understand } from './understand.ts'

useWorld()
let town: Town
/** How the network understands, by the kind of the raw copy. */
const ways: Record<string, (raw: RawIncoming) => Incoming[]> = {}
beforeAll(async () => {
  town = await makeTown(addNetwork)
  addNetwork({ ...awayNetwork, understand: async (_tx, raw) => ways[raw.kind]!(raw) })
})

const take = (kind: string, remoteId: string = newId(), body: unknown = {}) =>
  town.in((tx) => takeRaw(tx, { channelId: town.away, remoteId, kind, sender: 'ben', body }))
const rawOf = (id: string) =>
  town.in((tx) => tx.selectFrom('incoming_raw').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const messagesWith = (text: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('text', '=', text).execute())

describe('understanding', () => {
  test('the same delivery is kept once and becomes one message, however often it is tried', async () => {
    ways.create = (raw) => [said(town, { text: 'genau einmal', remoteId: `note-${raw.remoteId}` })]
    const ids = await Promise.all([1, 2, 3].map(() => take('create', 'activity-1')))
    const id = ids.find((one) => one !== null)!
    expect(ids.filter((one) => one !== null)).toHaveLength(1)
    await Promise.all([1, 2, 3].map(() => understand(town.id, id)))
    const messages = await messagesWith('genau einmal')
    expect(messages).toHaveLength(1)
    expect(await rawOf(id)).toMatchObject({ state: 'understood', message_id: messages[0]!.id })
  })

  test('what cannot be understood is kept with its reason, seen by the operator, and can be tried again', async () => {
    ways.odd = () => {
      throw new Quarantine('the actor is not the signer')
    }
    const id = (await take('odd', newId(), { secretWord: 'kept' }))!
    await understand(town.id, id)
    expect(await rawOf(id)).toMatchObject({ state: 'quarantined', reason: 'the actor is not the signer' })
    const [shown] = await town.in((tx) => listQuarantine(tx, town.editor))
    expect(shown).toMatchObject({ id, kind: 'odd' })
    expect(shown!.body).toContain('kept')
    await expect(town.in((tx) => listQuarantine(tx, town.sportExpert))).rejects.toThrow(NotAllowed)
    await expect(town.in((tx) => replay(tx, town.sportExpert, { raw: id }))).rejects.toThrow(NotAllowed)
    ways.odd = () => [said(town, { text: 'doch verstanden' })]
    await town.in((tx) => replay(tx, town.editor, { raw: id }))
    await understand(town.id, id)
    expect(await rawOf(id)).toMatchObject({ state: 'understood' })
    expect(await messagesWith('doch verstanden')).toHaveLength(1)
  })

  test('a fault of ours is tried several times, then kept for a person; nothing half is left', async () => {
    ways.broken = (raw) => [
      said(town, { text: 'halb' }),
      {
        kind: 'reaction',
        channelId: town.away,
        remoteId: raw.remoteId,
        actor: 'x',
        reaction: 'nonsense' as never,
        emoji: null,
        target: 'note-activity-1',
        at: new Date(0)
      }
    ]
    const id = (await take('broken'))!
    for (let attempt = 1; attempt < 5; attempt++) await expect(understand(town.id, id)).rejects.toThrow()
    await understand(town.id, id)
    expect(await rawOf(id)).toMatchObject({ state: 'quarantined', attempts: 5 })
    expect(await messagesWith('halb')).toEqual([])
    await town.in((tx) => setAside(tx, town.editor, { raw: id }))
    expect(await rawOf(id)).toMatchObject({ state: 'ignored' })
  })

  test('a deletion that overtakes its message waits for it', async () => {
    const remoteId = 'note-overtaken'
    ways.message = () => [said(town, { text: 'überholt', remoteId })]
    ways.delete = () => [{ kind: 'deletion', channelId: town.away, remoteId, by: 'author', at: new Date() }]
    const message = (await take('message'))!
    const deletion = (await take('delete'))!
    await understand(town.id, deletion)
    expect(await rawOf(deletion)).toMatchObject({ state: 'new' })
    await understand(town.id, message)
    await understand(town.id, deletion)
    expect(await messagesWith('überholt')).toEqual([])
    expect(await rawOf(message)).toMatchObject({ state: 'understood', body: {} })
    const late = (await take('message'))!
    await understand(town.id, late)
    expect(await rawOf(late)).toMatchObject({ state: 'understood', body: {}, sender: null })
  })

  test('a deletion of what never came is put aside', async () => {
    ways.deleteNothing = () => [
      { kind: 'deletion', channelId: town.away, remoteId: 'never', by: 'author', at: new Date() }
    ]
    const id = (await take('deleteNothing'))!
    await understand(town.id, id)
    expect(await rawOf(id)).toMatchObject({ state: 'ignored' })
  })
})

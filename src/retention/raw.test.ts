import { expect, it } from 'vitest'
import { makeSmallTown } from '#posts/town.fixture.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { useWorld } from '../../tests/world/world.ts'
import { forgetWhatIsOver } from './run.ts'

useWorld()

const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day)

it('lets go of raw copies and mails whose time is over, keeps what is young or belongs to a message, and says so', async () => {
  const { id } = await makeSmallTown()
  const channel = await inMunicipality(id, (tx) =>
    tx.selectFrom('channel').select('id').limit(1).executeTakeFirstOrThrow()
  )
  const raw = (state: string, received_at: Date, message_id: string | null = null) => ({
    id: newId(),
    channel_id: channel.id,
    remote_id: newId(),
    kind: 'Like',
    body: '{}',
    state,
    received_at,
    message_id
  })
  const kept = [
    raw('ignored', ago(29)),
    raw('quarantined', ago(179)),
    raw('understood', ago(400), newId()),
    raw('new', ago(400))
  ]
  const gone = [raw('ignored', ago(31)), raw('understood', ago(31)), raw('quarantined', ago(181))]
  const mail = (state: string, created_at: Date) => ({
    id: newId(),
    recipient: 'a@b.example',
    subject: 's',
    body: '',
    purpose: 'test',
    state,
    created_at
  })
  await inMunicipality(id, async (tx) => {
    await tx
      .insertInto('incoming_raw')
      .values([...kept, ...gone])
      .execute()
    await tx
      .insertInto('outgoing_mail')
      .values([mail('sent', ago(91)), mail('sent', ago(89)), mail('waiting', ago(91))])
      .execute()
  })
  expect(await forgetWhatIsOver()).toBe(4)
  const left = await inMunicipality(id, async (tx) => ({
    raws: await tx.selectFrom('incoming_raw').select('id').execute(),
    mails: await tx.selectFrom('outgoing_mail').select('id').execute(),
    erasures: await tx.selectFrom('erasure').select(['what', 'count']).orderBy('what').execute()
  }))
  expect(left.raws.map((row) => row.id).sort()).toEqual(kept.map((row) => row.id).sort())
  expect(left.mails).toHaveLength(2)
  expect(left.erasures).toEqual([
    { what: 'mail', count: 1 },
    { what: 'rawDone', count: 2 },
    { what: 'rawQuarantined', count: 1 }
  ])
  expect(await forgetWhatIsOver()).toBe(0)
})

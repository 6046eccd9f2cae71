import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { enter } from '#dialogue/enter.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { receive } from '#dialogue/receive.ts'
import { close } from '#dialogue/state.ts'
import { hide, makeTown, said, type Town } from '#dialogue/town.fixture.ts'
import { endAccess } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { inInstallation } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { retentionClasses, type RetentionClass } from '#privacy/classes.ts'
import { askForAddress, refuseHold } from '#privacy/hold.ts'
import { noteLook } from '#privacy/reads.ts'
import { useWorld } from '../../tests/world/world.ts'
import { forget } from './forget.ts'
import { forgetIn } from './run.ts'
import { formerName } from './staff.ts'
import { retentionTable, settleRetention } from './table.ts'

const world = useWorld()
let town: Town
beforeEach(async () => {
  town = await makeTown(addNetwork)
  moveClock({ to: new Date('2031-01-10T10:00:00Z') })
})
afterEach(resetClock)

const later = (days: number) => moveClock({ byMs: days * 86_400_000 })
const run = () => forgetIn(town.id)
const comment = (text: string, email: string | null = null) =>
  town.in((tx) => submitComment(tx, { post: town.post, name: 'Vera', email, text, address: null }))
const messageOf = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const lineOf = async (id: string) =>
  (await town.in((tx) => retentionTable(tx, town.officer))).find((one) => one.id === id)!

describe('every class', () => {
  test('answers for every table that holds something personal', async () => {
    const client = new pg.Client({ connectionString: world().superuserUrl })
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      `select distinct c.relname as name from pg_description d join pg_class c on c.oid = d.objoid
       where d.classoid = 'pg_class'::regclass and d.objsubid > 0 and d.description like 'personal:%'`
    )
    await client.end()
    const covered = new Set((retentionClasses as readonly RetentionClass[]).flatMap(({ tables }) => tables))
    expect(rows.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([])
  })

  test('that has a period has a run', () => {
    const without = (retentionClasses as readonly RetentionClass[])
      .filter(({ id, days, settledAt }) => days && !settledAt && !(id in forget))
      .map(({ id }) => id)
    expect(without).toEqual([])
  })
})

describe('what citizens said', () => {
  test('a comment stays with its post, and goes half a year after the post was withdrawn; the figures stay', async () => {
    const { message, conversation } = await comment('Wann öffnet das Bad?')
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    later(2000)
    await run()
    expect((await messageOf(message)).text).toBe('Wann öffnet das Bad?')
    await town.in((tx) =>
      tx.updateTable('post').set({ state: 'withdrawn', withdrawn_at: now() }).where('id', '=', town.post).execute()
    )
    later(179)
    await run()
    expect((await messageOf(message)).text).not.toBe('')
    later(2)
    await run()
    expect(await messageOf(message)).toMatchObject({
      state: 'deleted',
      deleted_by: 'retention',
      text: '',
      html: '',
      author_name: ''
    })
    const left = await conversationOf(conversation)
    expect(left).toMatchObject({ contact_name: '', last_excerpt: '' })
    expect(await lineOf('publicMessage')).toMatchObject({ last: { count: 1, failed: false }, gone: { count: 1 } })
  })

  test('a rejected comment goes after half a year', async () => {
    const { message } = await comment('Beleidigung')
    await town.in((tx) => hide(tx, town.editor, message))
    later(179)
    await run()
    expect((await messageOf(message)).text).toBe('Beleidigung')
    later(2)
    await run()
    expect(await messageOf(message)).toMatchObject({ state: 'deleted', text: '' })
  })

  test('what never was public goes three years after it was done, with answers and notes', async () => {
    const { conversation } = await town.in((tx) =>
      enter(tx, town.editor, { name: 'Frau Klein', text: 'Rückruf unter 0170 123', unit: town.sport })
    )
    await town.in((tx) => close(tx, town.editor, { conversation }))
    later(1094)
    await run()
    expect((await conversationOf(conversation)).contact_name).toBe('Frau Klein')
    later(2)
    await run()
    expect(await conversationOf(conversation)).toMatchObject({ contact_name: '', last_excerpt: '', state: 'done' })
    const texts = await town.in((tx) =>
      tx.selectFrom('message').select('text').where('conversation_id', '=', conversation).execute()
    )
    expect(texts.every(({ text }) => text === '')).toBe(true)
    expect(
      await town.in((tx) => tx.selectFrom('contact').select('id').where('name', '=', 'Frau Klein').execute())
    ).toEqual([])
  })

  test('the mail address of a commenter goes when the conversation has long been done', async () => {
    const { message, conversation } = await comment('Antwort bitte', 'vera@citizen.example')
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    later(300)
    await run()
    const mail = async () =>
      (await town.in((tx) => tx.selectFrom('contact').select('email').where('name', '=', 'Vera').executeTakeFirst()))
        ?.email
    expect(await mail()).toBe('vera@citizen.example')
    await town.in((tx) => close(tx, town.editor, { conversation }))
    await run()
    expect(await mail()).toBeNull()
    expect((await messageOf(message)).text).toBe('Antwort bitte')
  })

  test('who liked something is forgotten after two years; the figure stays', async () => {
    await town.in((tx) =>
      tx
        .insertInto('reaction')
        .values({
          id: newId(),
          channel_id: town.away,
          remote_id: 'l1',
          actor: 'https://away.example/ben',
          kind: 'like',
          post_id: town.post,
          at: now()
        })
        .execute()
    )
    later(731)
    await run()
    const left = await town.in((tx) => tx.selectFrom('reaction').select(['actor', 'remote_id']).execute())
    expect(left).toHaveLength(1)
    expect(JSON.stringify(left)).not.toContain('ben')
  })
})

describe('what the program notes', () => {
  test('mails, looks and reasons of holds go in their time', async () => {
    const { message } = await town.in((tx) =>
      submitComment(tx, { post: town.post, name: 'X', text: 'Drohung', address: '203.0.113.5' })
    )
    const hold = await town.in((tx) =>
      askForAddress(tx, town.editor, { message, reason: 'Verdacht auf Bedrohung durch X', days: 30 })
    )
    await town.in((tx) => refuseHold(tx, town.officer, { hold, note: 'Nein.' }))
    await town.in((tx) => noteLook(tx, town.officer, { kind: 'search', note: 'X' }))
    later(366)
    await run()
    const asked = await town.in((tx) =>
      tx.selectFrom('address_hold').selectAll().where('id', '=', hold).executeTakeFirstOrThrow()
    )
    expect(asked).toMatchObject({ state: 'refused', reason: '', decision_note: '' })
    const looks = () => town.in((tx) => tx.selectFrom('sensitive_read').select('id').execute())
    expect(await looks()).toHaveLength(1)
    later(400)
    await run()
    expect(await looks()).toHaveLength(0)
  })
})

describe('staff', () => {
  test('who left is forgotten after half a year; answers and decisions stay without the name', async () => {
    const { conversationId } = await town.in((tx) => receive(tx, said(town, { text: 'Frage?' })))
    await town.in(async (tx) => {
      await tx.updateTable('conversation').set({ unit_id: town.sport }).where('id', '=', conversationId!).execute()
      await answer(tx, town.sportExpert, { conversation: conversationId!, text: 'Ja.', seen: null })
    })
    await town.in((tx) => endAccess(tx, system, town.sportExpert.id))
    later(179)
    await run()
    const name = async () =>
      (
        await town.in((tx) =>
          tx.selectFrom('person').select('name').where('id', '=', town.sportExpert.id).executeTakeFirstOrThrow()
        )
      ).name
    expect(await name()).toBe('Aylin Acar')
    later(2)
    await run()
    expect(await name()).toBe(formerName)
    const account = await inInstallation((tx) =>
      tx.selectFrom('account').selectAll().where('id', '=', town.sportExpert.accountId).executeTakeFirstOrThrow()
    )
    expect(account.email).toMatch(/@invalid\.invalid$/)
    expect(account).toMatchObject({ password_hash: null, totp_secret: null })
    const signed = await town.in((tx) =>
      tx.selectFrom('message').select('author_name').where('person_id', '=', town.sportExpert.id).execute()
    )
    expect(signed).toEqual([{ author_name: formerName }])
  })
})

describe('a period', () => {
  const settle = (days: number, reason = '', of = 'mail') =>
    town.in((tx) => settleRetention(tx, town.officer, { class: of, days, reason }))

  test('can be settled otherwise, within bounds and with a reason', async () => {
    await expect(settle(3)).rejects.toMatchObject({ fields: { days: 'retentionRange' } })
    await expect(settle(30)).rejects.toMatchObject({ fields: { reason: 'retentionReason' } })
    await expect(settle(10, 'weil wir das wollen', 'address')).rejects.toMatchObject({ status: 404 })
    await settle(30, 'Weniger ist genug für unsere Rückfragen')
    expect(await lineOf('mail')).toMatchObject({
      days: { now: 30, default: 90 },
      reason: expect.stringContaining('Weniger')
    })
    await town.in((tx) =>
      tx
        .insertInto('outgoing_mail')
        .values({
          id: newId(),
          recipient: 'a@b.example',
          subject: 's',
          body: '',
          purpose: 'test',
          state: 'sent',
          created_at: now()
        })
        .execute()
    )
    later(31)
    await run()
    expect(await town.in((tx) => tx.selectFrom('outgoing_mail').select('id').execute())).toEqual([])
    await settle(90)
    expect((await lineOf('mail')).reason).toBeNull()
  })
})

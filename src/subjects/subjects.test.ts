import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { note } from '#dialogue/note.ts'
import { receive } from '#dialogue/receive.ts'
import { makeTown, said, type Town } from '#dialogue/town.fixture.ts'
import { endAccess } from '#people/roles.ts'
import { system } from '#people/types.ts'
import { now, resetClock } from '#platform/clock/clock.ts'
import { newId } from '#platform/id.ts'
import { readErasures } from '#privacy/erasureLog.ts'
import { listLooks } from '#privacy/reads.ts'
import { formerName } from '#retention/staff.ts'
import { useWorld } from '../../tests/world/world.ts'
import { eraseSubject } from './erase.ts'
import { exportSubject } from './export.ts'
import { exportPage } from './page.ts'
import { closeRequest, enterRequest, openRequest, requestsDue, reviewRequest } from './request.ts'
import { reapplyErasures } from './reapply.ts'

useWorld()
let town: Town
beforeEach(async () => {
  town = await makeTown(addNetwork)
})
afterEach(resetClock)

const today = () => now().toISOString().slice(0, 10)
const request = (kind: 'access' | 'erasure', terms: string) =>
  town.in((tx) =>
    enterRequest(tx, town.officer, { kind, terms, askedOn: today(), proof: 'Mail von derselben Adresse' })
  )
const open = (id: string) => town.in((tx) => openRequest(tx, town.officer, id))
const review = (id: string, chosen: string[]) => town.in((tx) => reviewRequest(tx, town.officer, id, chosen))
const comment = async (name: string, text: string, email: string | null = null) => {
  const given = await town.in((tx) => submitComment(tx, { post: town.post, name, email, text, address: '203.0.113.7' }))
  await town.in((tx) => approveMessage(tx, town.editor, { message: given.message }))
  return given
}
const messageOf = (id: string) =>
  town.in((tx) => tx.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const outOf = (conversation: string) =>
  town.in((tx) =>
    tx
      .selectFrom('message')
      .selectAll()
      .where('conversation_id', '=', conversation)
      .where('direction', '=', 'out')
      .where('automatic', '=', false)
      .executeTakeFirstOrThrow()
  )
const reply = (conversation: string, text: string) =>
  town.in((tx) => answer(tx, town.editor, { conversation, text, seen: null }))

describe('access', () => {
  test('a person looks through what was found, and hands over what is theirs, without others and names of staff', async () => {
    const mine = await comment('Vera', 'Meine Frage <b>?</b>', 'vera@citizen.example')
    const other = await comment('Vera', 'Frage einer anderen Vera')
    await reply(mine.conversation, 'Hallo Vera, ja.')
    await town.in((tx) => note(tx, town.editor, { conversation: mine.conversation, text: 'Ruft oft an.' }))
    const id = await request('access', 'VERA@citizen.example\nVera')
    const { found } = await open(id)
    const sure = (wanted: string) => found.find((one) => one.id === wanted)?.isCertain
    expect(sure(mine.message)).toBe(true)
    expect(sure(other.message)).toBe(false)
    expect(found.find(({ kind }) => kind === 'note')?.isCertain).toBe(false)
    expect(found.find(({ text }) => text === 'Hallo Vera, ja.')?.isCertain).toBe(true)

    await expect(town.in((tx) => exportSubject(tx, town.officer, id))).rejects.toMatchObject({ key: 'requestUnseen' })
    await review(id, [...found.filter((one) => one.isCertain).map((one) => one.id), newId()])
    const data = await town.in((tx) => exportSubject(tx, town.officer, id))
    expect(data.messages).toMatchObject([
      { text: 'Meine Frage <b>?</b>', state: 'visible', below: 'Freibad öffnet am 1. Mai' }
    ])
    expect(data.messages[0]!.addressUntil).not.toBeNull()
    expect(data.answers.map(({ text }) => text)).toContain('Hallo Vera, ja.')
    expect(found.some((one) => one.conversation === other.conversation && one.isCertain)).toBe(false)
    expect(data.notes).toEqual([])
    const whole = JSON.stringify(data) + exportPage(data)
    for (const hidden of ['anderen Vera', 'Rita', 'Ruft oft an', '203.0.113.7', '<b>?</b></pre>'])
      expect(exportPage(data)).not.toContain(hidden)
    expect(whole).toContain('Art. 6')
    expect(exportPage(data)).toContain('&#60;b&#62;')
    const looks = await town.in((tx) => listLooks(tx, town.officer))
    expect(looks.map(({ kind }) => kind)).toEqual(['request', 'search'])

    await town.in((tx) => closeRequest(tx, town.officer, id, { state: 'done', note: '' }))
    await expect(review(id, [])).rejects.toMatchObject({ key: 'requestClosed' })
  })

  test('is for who guards the data alone, wants a proof, and is due within a month', async () => {
    await expect(
      town.in((tx) =>
        enterRequest(tx, town.editor, { kind: 'access', terms: 'x@y.example', askedOn: today(), proof: 'Mail' })
      )
    ).rejects.toMatchObject({ status: 403 })
    await expect(
      town.in((tx) =>
        enterRequest(tx, town.officer, { kind: 'access', terms: ' \n', askedOn: '2999-01-01', proof: '' })
      )
    ).rejects.toMatchObject({ fields: { terms: 'subjectTerms', askedOn: 'subjectAskedOn', proof: 'subjectProof' } })
    const id = await request('access', 'nobody@citizen.example')
    const { request: entered, found } = await open(id)
    expect(found).toEqual([])
    expect(Date.parse(entered.dueOn) - Date.parse(entered.askedOn)).toBe(30 * 86_400_000)
    expect(await town.in((tx) => requestsDue(tx, today()))).toEqual({ open: 1, soon: 0 })
  })
})

describe('erasure', () => {
  test('takes what a commenter wrote and who they were; conversation, answer and figures stay without them', async () => {
    const mine = await comment('Vera', 'Unter mir tropft es', 'vera@citizen.example')
    await reply(mine.conversation, 'Liebe Vera, das Bad ist dicht. Verantwortlich: Veranda GmbH.')
    const before = await town.in((tx) =>
      tx.selectFrom('conversation').selectAll().where('id', '=', mine.conversation).executeTakeFirstOrThrow()
    )
    const id = await request('erasure', 'vera@citizen.example')
    const { found } = await open(id)
    await review(
      id,
      found.map((one) => one.id)
    )
    await town.in((tx) => eraseSubject(tx, town.officer, id))

    expect(await messageOf(mine.message)).toMatchObject({
      state: 'deleted',
      text: '',
      author_name: '',
      deleted_by: 'office'
    })
    const answered = await outOf(mine.conversation)
    expect(answered.text).toBe('Liebe …, das Bad ist dicht. Verantwortlich: Veranda GmbH.')
    const after = await town.in((tx) =>
      tx.selectFrom('conversation').selectAll().where('id', '=', mine.conversation).executeTakeFirstOrThrow()
    )
    expect(after).toMatchObject({ contact_name: '', answer_count: before.answer_count, unit_id: before.unit_id })
    const left = await town.in(async (tx) => ({
      contacts: await tx.selectFrom('contact').selectAll().where('email', 'is not', null).execute(),
      mails: await tx
        .selectFrom('outgoing_mail')
        .select('id')
        .where('recipient', '=', 'vera@citizen.example')
        .execute(),
      addresses: await tx.selectFrom('comment_address').selectAll().execute(),
      request: await tx.selectFrom('subject_request').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    }))
    expect(left).toMatchObject({ contacts: [], mails: [], addresses: [] })
    expect(left.request).toMatchObject({ state: 'done', terms: [], proof: '', chosen: null })
  })

  test('takes somebody of the Fediverse: messages, contact, follow and likes; and again after a restore', async () => {
    const { messageId } = await town.in((tx) => receive(tx, said(town, { text: 'Hallo von Ben' })))
    await town.in((tx) =>
      tx
        .insertInto('reaction')
        .values({
          id: newId(),
          channel_id: town.away,
          remote_id: 'like-1',
          actor: 'https://away.example/ben',
          kind: 'like',
          post_id: town.post,
          at: now()
        })
        .execute()
    )
    const id = await request('erasure', 'ben@away.example')
    const { found } = await open(id)
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(['contact', 'message', 'reaction'])
    await review(
      id,
      found.map((one) => one.id)
    )
    await town.in((tx) => eraseSubject(tx, town.officer, id))
    expect(await messageOf(messageId!)).toMatchObject({ state: 'deleted', text: '' })
    const traces = async () =>
      JSON.stringify(
        await town.in(async (tx) => [
          await tx.selectFrom('contact').selectAll().execute(),
          await tx.selectFrom('reaction').selectAll().execute(),
          await tx.selectFrom('conversation').select(['contact_name', 'last_excerpt', 'subject']).execute()
        ])
      )
    expect(await traces()).not.toMatch(/ben/i)
    const lines = (await readErasures()).filter(({ municipality }) => municipality === town.id)
    expect(new Set(lines.map(({ what }) => what))).toEqual(new Set(['message', 'contact', 'reaction']))
    // A backup brings the like back.
    const reaction = lines.find(({ what }) => what === 'reaction')!.subject!
    await town.in((tx) =>
      tx.updateTable('reaction').set({ actor: 'https://away.example/ben' }).where('id', '=', reaction).execute()
    )
    expect(await reapplyErasures()).toBeGreaterThan(0)
    expect(await traces()).not.toMatch(/ben/i)
  })

  test('takes a member of staff only after they left', async () => {
    const id = await request('erasure', 'Bernd Bauer')
    const { found } = await open(id)
    const person = found.find(({ kind }) => kind === 'person')!
    expect(person.id).toBe(town.roadsExpert.id)
    await review(id, [person.id])
    await expect(town.in((tx) => eraseSubject(tx, town.officer, id))).rejects.toMatchObject({ key: 'personStillHere' })
    await town.in((tx) => endAccess(tx, system, town.roadsExpert.id))
    expect(await town.in((tx) => eraseSubject(tx, town.officer, id))).toBe(1)
    const row = await town.in((tx) =>
      tx.selectFrom('person').select('name').where('id', '=', person.id).executeTakeFirstOrThrow()
    )
    expect(row.name).toBe(formerName)
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { payloads } from '#platform/html/payloads.fixture.ts'
import { Invalid, NotFound, Refusal, TooMany } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { answer } from './answer.ts'
import { limitComments, maxText, submitComment, type CommentInput } from './comment.ts'
import { approveMessage } from './moderate.ts'
import { decide } from './moderation/decide.ts'
import { correctOwnComment, deleteOwnComment, readOwnComment } from './ownComment.ts'
import { makeTown, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const submit = (given: Partial<CommentInput> & { text: string }) =>
  town.in((tx) => submitComment(tx, { post: town.post, name: 'Schwimmerin', address: '203.0.113.7', ...given }))
const own = (token: string) => town.in((tx) => readOwnComment(tx, token))
const conversationOf = (id: string) =>
  town.in((tx) => tx.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const faultsOf = async (given: Partial<CommentInput> & { text: string }) => {
  const error = await submit(given).then(
    () => null,
    (thrown: unknown) => thrown
  )
  expect(error).toBeInstanceOf(Invalid)
  return (error as Invalid).fields
}

describe('a comment', () => {
  test('waits for approval in a conversation about the post, of the unit of the post', async () => {
    const { conversation, token } = await submit({ text: 'Gibt es wieder Frühschwimmen?' })
    expect(await conversationOf(conversation)).toMatchObject({
      post_id: town.post,
      unit_id: town.sport,
      held_count: 1,
      network: 'site',
      contact_name: 'Schwimmerin'
    })
    expect(await own(token)).toMatchObject({
      state: 'held',
      canCorrect: true,
      canDelete: true,
      post: { title: 'Freibad öffnet am 1. Mai' }
    })
  })

  test('sent twice, also at once, is one comment with one link', async () => {
    const [a, b, c] = await Promise.all([1, 2, 3].map(() => submit({ text: 'Doppelklick' })))
    expect(b).toEqual(a)
    expect(c).toEqual(a)
    expect((await submit({ text: 'Doppelklick', name: 'Jemand anderes' })).token).not.toBe(a!.token)
  })

  test('its link is not in the database', async () => {
    const { token, message } = await submit({ text: 'Geheimer Link' })
    const row = await town.in((tx) =>
      tx.selectFrom('message').selectAll().where('id', '=', message).executeTakeFirstOrThrow()
    )
    expect(JSON.stringify(row)).not.toContain(token)
    expect(token).toMatch(/^[\w-]{32}$/)
    await expect(own(`${token}x`)).rejects.toThrow(NotFound)
  })

  test('its link gives the address away to nobody once the key of its day is gone', async () => {
    const { token } = await submit({ text: 'Woher kam das?' })
    const [key] = (await keys().listDayKeys()).filter(({ municipalityId }) => municipalityId === town.id)
    await keys().destroyDayKey(town.id, key!.day)
    // Who tries all addresses with everything that is left must not meet the hash that stays with the comment.
    expect((await submit({ text: 'Woher kam das?' })).token).not.toBe(token)
    expect(await own(token)).toMatchObject({ state: 'held' })
  })

  test('can answer what stands below the post, and joins its conversation', async () => {
    const first = await submit({ text: 'Erste Frage' })
    await expect(submit({ text: 'Zu früh', parent: first.message })).rejects.toThrow(Invalid)
    await town.in((tx) => approveMessage(tx, town.editor, { message: first.message }))
    const second = await submit({ text: 'Das frage ich mich auch', parent: first.message })
    expect(second.conversation).toBe(first.conversation)
    const { message } = await town.in((tx) =>
      answer(tx, town.editor, { conversation: first.conversation, text: 'Ja, ab 6:30 Uhr.', seen: 0 })
    )
    expect((await submit({ text: 'Danke!', parent: message })).conversation).toBe(first.conversation)
    expect(await own(first.token)).toMatchObject({ state: 'visible', answers: [{ html: '<p>Ja, ab 6:30 Uhr.</p>' }] })
    expect(await conversationOf(first.conversation)).toMatchObject({ state: 'open', held_count: 1 })
  })

  test.each(['not-an-id', newId()])('to a message that is not there is refused: %s', async (parent) => {
    expect(await faultsOf({ text: 'x', parent })).toEqual({ parent: 'parentNotFound' })
  })

  test('where comments are closed, or the post is not shown, is refused', async () => {
    await expect(submit({ text: 'x', post: newId() })).rejects.toThrow(NotFound)
    await town.in((tx) => tx.updateTable('post').set({ comments: 'closed' }).execute())
    await expect(submit({ text: 'x' })).rejects.toThrow(Refusal)
    await town.in((tx) => tx.updateTable('post').set({ comments: 'open' }).execute())
  })
})

describe('bad input', () => {
  test('nothing, too much and a filled trap get a clear word each', async () => {
    expect(await faultsOf({ text: '  \n ', name: ' ' })).toEqual({
      name: 'commentNameMissing',
      text: 'commentTextMissing'
    })
    expect(await faultsOf({ text: 'x'.repeat(2_000_000) })).toEqual({ text: 'commentTooLong' })
    expect(await faultsOf({ text: 'x', trap: 'http://spam.example' })).toEqual({ trap: 'commentTrap' })
    expect(await faultsOf({ text: 'x', name: 'n'.repeat(61) })).toEqual({ name: 'commentNameTooLong' })
    for (const email of ['a', 'a@b', 'a b@c.de', 'x\nbcc:y@z.de', '<a@b.de>', `${'x'.repeat(300)}@a.de`])
      expect(await faultsOf({ text: 'x', email })).toEqual({ email: 'commentEmailWrong' })
  })

  test('one emoji, right-to-left text, and a text of the longest length are fine', async () => {
    expect(await own((await submit({ text: '🏊' })).token)).toMatchObject({ html: '<p>🏊</p>' })
    expect(await own((await submit({ text: 'متى يفتح المسبح؟' })).token)).toMatchObject({ text: 'متى يفتح المسبح؟' })
    expect((await own((await submit({ text: '👩‍👩‍👧'.repeat(10) + 'ä'.repeat(maxText - 60) })).token)).text).toContain('👩‍👩‍👧')
    await submit({ text: '😀'.repeat(maxText) })
  })

  test('characters that turn the direction, control the terminal or end strings are taken out', async () => {
    const { text, name } = await own(
      (await submit({ text: 'a\u202Eb\u0000c\u0007d\r\ne\uD800', name: 'Ev\u202Ea\n\tB' })).token
    )
    expect(text).toBe('abcd\ne\uFFFD')
    expect(name).toBe('Eva B')
  })

  test('no payload becomes markup', async () => {
    for (const payload of payloads) {
      if (payload.trim() === '') continue
      const { html } = await own((await submit({ text: payload, name: 'x' })).token)
      const bare = html.replace(/<\/?p>|<br \/>|<\/a>|<a href="https?:\/\/[^"<>]*" rel="nofollow ugc noopener">/g, '')
      expect(bare).not.toMatch(/[<>"]/)
    }
  })

  test('many from one address are slowed down, others are not', async () => {
    for (let index = 0; index < 8; index++) await limitComments(town.id, '198.51.100.1')
    await expect(limitComments(town.id, '198.51.100.1')).rejects.toThrow(TooMany)
    await limitComments(town.id, '198.51.100.2')
  })
})

describe('the author’s link', () => {
  test('corrects what nobody has looked at; nothing of the old text is shown', async () => {
    const { token, conversation } = await submit({ text: 'Fruehschwimen?' })
    await town.in((tx) => correctOwnComment(tx, { token, text: 'Frühschwimmen?' }))
    expect(await own(token)).toMatchObject({ text: 'Frühschwimmen?', editedAt: null, state: 'held' })
    expect((await conversationOf(conversation)).last_excerpt).toBe('Frühschwimmen?')
  })

  test('a correction of what was shown is marked and waits for a look again', async () => {
    const { token, message, conversation } = await submit({ text: 'Guten Tag' })
    await town.in((tx) => approveMessage(tx, town.editor, { message }))
    await town.in((tx) => correctOwnComment(tx, { token, text: 'Kauft Pillen' }))
    const after = await own(token)
    expect(after.state).toBe('held')
    expect(after.editedAt).not.toBeNull()
    expect((await conversationOf(conversation)).held_count).toBe(1)
  })

  const hiding = {
    step: 'hide' as const,
    facts: 'Beschimpft eine Person.',
    ground: 'law:StGB-185',
    milder: 'Eine Erinnerung reicht nicht.'
  }

  test('shows why a comment is not shown', async () => {
    const { token, message } = await submit({ text: 'Frechheit!!' })
    await town.in((tx) => decide(tx, town.editor, { ...hiding, message }))
    expect(await own(token)).toMatchObject({
      state: 'rejected',
      reason: '§ 185 StGB: Beleidigung',
      canCorrect: false,
      canDelete: true
    })
    await expect(town.in((tx) => correctOwnComment(tx, { token, text: 'x' }))).rejects.toThrow(Refusal)
  })

  test('deletes: text, name, e-mail, old texts and address go, a mark stays', async () => {
    const { token, message } = await submit({
      text: 'Einzigartigerkommentar',
      name: 'Vera Verborgen',
      email: 'vera@verborgen.example'
    })
    await town.in((tx) => correctOwnComment(tx, { token, text: 'Einzigartigerkommentar zwei' }))
    await town.in((tx) => deleteOwnComment(tx, { token }))
    await town.in((tx) => deleteOwnComment(tx, { token }))
    expect(await own(token)).toMatchObject({
      state: 'deleted',
      text: '',
      name: '',
      email: null,
      canCorrect: false,
      canDelete: false
    })
    const left = await town.in(async (tx) =>
      JSON.stringify([
        await tx.selectFrom('message').selectAll().where('id', '=', message).execute(),
        await tx.selectFrom('incoming_raw').selectAll().execute(),
        await tx.selectFrom('contact').selectAll().execute(),
        await tx.selectFrom('conversation').selectAll().execute(),
        await tx.selectFrom('comment_address').selectAll().where('message_id', '=', message).execute(),
        await tx.selectFrom('event').selectAll().execute()
      ])
    )
    expect(left).not.toMatch(/Einzigartigerkommentar|Verborgen|verborgen/)
    const erasures = await town.in((tx) =>
      tx.selectFrom('erasure').selectAll().where('subject_id', '=', message).execute()
    )
    expect(erasures).toHaveLength(1)
  })
})

// Checklists, passing on to other authorities, and what was said away from any screen.
import { beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { newId } from '#platform/id.ts'
import { Invalid, NotAllowed, NotFound, Stale } from '#platform/refusal.ts'
import { useWorld } from '../../tests/world/world.ts'
import { archiveAuthority, listAuthorities, settleAuthority } from './authorities.ts'
import { addChecks, applyChecklist, checksOf, dropCheck, tick } from './checklist.ts'
import { checklistsFor, dropChecklist, listChecklists, settleChecklist } from './checklist-templates.ts'
import { enter } from './enter.ts'
import { forward, forwardedOf } from './forward.ts'
import { receive } from './receive.ts'
import { openConversation } from './timeline.ts'
import { makeTown, said, type Town } from './town.fixture.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})
const begin = async (text: string) => {
  const received = await town.in((tx) => receive(tx, said(town, { text, unitId: town.sport, visibility: 'direct' })))
  return { conversation: received.conversationId!, message: received.messageId! }
}
const opened = (id: string) => town.in((tx) => openConversation(tx, town.editor, id))

describe('a checklist', () => {
  const items = async (conversation: string) => town.in((tx) => checksOf(tx, [conversation]))

  test('says who ticked what and when; two who tick at once tick once', async () => {
    const { conversation } = await begin('Liste')
    await town.in((tx) =>
      addChecks(tx, town.sportExpert, { conversation, text: '- Ortstermin\n\n2. Bauhof fragen\nOrtstermin' })
    )
    const [first] = await items(conversation)
    await Promise.all(
      [town.editor, town.sportExpert].map((who) => town.in((tx) => tick(tx, who, { check: first!.id, done: true })))
    )
    expect(await items(conversation)).toMatchObject([
      { text: 'Ortstermin', done: {} },
      { text: 'Bauhof fragen', done: null }
    ])
    const done = (await opened(conversation)).changes.filter(({ kind }) => kind === 'conversation.check-done')
    expect(done).toHaveLength(1)
    expect(done[0]!.names).toEqual({ [first!.id]: 'Ortstermin' })
    await town.in((tx) => tick(tx, town.editor, { check: first!.id, done: false }))
    expect((await items(conversation))[0]!.done).toBeNull()
    await town.in((tx) => dropCheck(tx, town.editor, { check: first!.id }))
    expect(await items(conversation)).toHaveLength(1)
    await expect(town.in((tx) => tick(tx, town.editor, { check: first!.id, done: true }))).rejects.toThrow(NotFound)
    await expect(town.in((tx) => addChecks(tx, town.roadsExpert, { conversation, text: 'Fremd' }))).rejects.toThrow(
      NotAllowed
    )
  })

  test('begins with a template of the unit or the topic, and grows to a bound', async () => {
    const { conversation } = await begin('Vorlage')
    const make = (given: object) =>
      town.in((tx) => settleChecklist(tx, town.editor, { name: 'Schaden', items: 'Foto\nOrt', unit: null, ...given }))
    const template = await make({ unit: town.sport })
    const topic = await town.in(async (tx) => {
      const id = newId()
      await tx
        .insertInto('topic')
        .values({ id, name: 'Bäder', slug: `baeder-${id}` })
        .execute()
      return id
    })
    const byTopic = await make({ name: 'Zuletzt', topic })
    await make({ name: 'Nur Tiefbau', unit: town.roads })
    const fits = await town.in((tx) => checklistsFor(tx, { unit: town.sport, topic }))
    expect(fits.map(({ name }) => name)).toEqual(['Zuletzt', 'Schaden'])
    await town.in((tx) => applyChecklist(tx, town.sportExpert, { conversation, template }))
    await town.in((tx) => applyChecklist(tx, town.sportExpert, { conversation, template }))
    expect((await items(conversation)).map(({ text }) => text)).toEqual(['Foto', 'Ort'])
    const many = Array.from({ length: 60 }, (_, index) => `Punkt ${index}`).join('\n')
    await expect(town.in((tx) => addChecks(tx, town.editor, { conversation, text: many }))).rejects.toThrow(Invalid)
    await expect(town.in((tx) => addChecks(tx, town.editor, { conversation, text: 'x'.repeat(301) }))).rejects.toThrow(
      Invalid
    )
    await expect(make({ name: '' })).rejects.toThrow(Invalid)
    await expect(make({ items: ' \n- ' })).rejects.toThrow(Invalid)
    await expect(make({ unit: newId() })).rejects.toThrow()
    await expect(town.in((tx) => settleChecklist(tx, town.sportExpert, { name: 'x', items: 'y' }))).rejects.toThrow(
      NotAllowed
    )
    await make({ id: template, name: 'Umbenannt' })
    await town.in((tx) => dropChecklist(tx, town.editor, byTopic))
    expect((await town.in((tx) => listChecklists(tx))).map(({ name }) => name)).toEqual(['Nur Tiefbau', 'Umbenannt'])
  })
})

describe('passing on', () => {
  const authority = () =>
    town.in((tx) =>
      settleAuthority(tx, town.editor, {
        name: 'Straßen.NRW',
        email: 'post@strassen.example',
        competence: 'Landesstraßen'
      })
    )
  const mails = () =>
    town.in((tx) => tx.selectFrom('outgoing_mail').selectAll().where('purpose', '=', 'forwarding').execute())

  test('mails what was chosen, keeps the ground, tells the person, and does it once', async () => {
    const { conversation, message } = await begin('Ampel an der L 663 defekt')
    const to = await authority()
    const key = newId()
    const input = {
      conversation,
      authority: to,
      text: 'Bitte um Prüfung.',
      share: [message],
      ground: 'anonymous',
      groundText: 'Es geht nur um die Ampel.',
      notice: 'Das liegt bei Straßen.NRW, wir haben es weitergegeben.',
      key
    }
    await town.in((tx) => forward(tx, town.sportExpert, input))
    await town.in((tx) => forward(tx, town.sportExpert, input))
    const [mail, second] = await mails()
    expect(second).toBeUndefined()
    expect(mail).toMatchObject({ recipient: 'post@strassen.example' })
    expect(mail!.body).toContain('> Ampel an der L 663 defekt')
    expect(mail!.body).not.toContain('Ben')
    const after = await opened(conversation)
    expect(after.messages.at(-1)).toMatchObject({ direction: 'out', visibility: 'direct' })
    const change = after.changes.find(({ kind }) => kind === 'conversation.forwarded')!
    expect(Object.values(change.names)).toContain('Straßen.NRW')
    expect(await town.in((tx) => forwardedOf(tx, [conversation]))).toMatchObject([
      {
        authority: 'Straßen.NRW',
        ground: 'anonymous',
        groundText: 'Es geht nur um die Ampel.',
        by: 'Aylin Acar',
        shared: 1
      }
    ])
    await town.in((tx) => archiveAuthority(tx, town.editor, to))
    expect(await town.in((tx) => forwardedOf(tx, [conversation]))).toHaveLength(1)
  })

  test('with consent the contact goes along; without a ground, or with words from elsewhere, nothing goes', async () => {
    const { conversation } = await begin('Bitte geben Sie das weiter')
    const foreign = await begin('Fremd')
    const to = await authority()
    const put = (given: object, who = town.sportExpert) =>
      town.in((tx) =>
        forward(tx, who, {
          conversation,
          authority: to,
          text: 'Text',
          ground: 'consent',
          groundText: 'Am Telefon, 12. Mai',
          ...given
        })
      )
    for (const wrong of [
      { ground: 'weil' },
      { groundText: '' },
      { text: '' },
      { text: 'x'.repeat(5001) },
      { authority: newId() },
      { ground: 'anonymous', withContact: true },
      { notice: 'x'.repeat(10_001) }
    ])
      await expect(put(wrong)).rejects.toThrow(Invalid)
    await expect(put({ share: [foreign.message] })).rejects.toThrow(Stale)
    await expect(put({}, town.roadsExpert)).rejects.toThrow(NotAllowed)
    expect(await town.in((tx) => forwardedOf(tx, [conversation]))).toEqual([])
    await put({ withContact: true })
    expect((await mails()).at(-1)!.body).toContain('Kontakt: Ben, @ben@away.example')
  })

  test('the address book takes names and addresses only, from those who keep it', async () => {
    const settle = (given: object, who = town.editor) =>
      town.in((tx) => settleAuthority(tx, who, { name: 'Kreis', email: 'a@kreis.example', ...given }))
    for (const wrong of [{ name: '' }, { name: 'x'.repeat(201) }, { email: 'x' }, { phone: '1'.repeat(61) }])
      await expect(settle(wrong)).rejects.toThrow(Invalid)
    await expect(settle({}, town.sportExpert)).rejects.toThrow(NotAllowed)
    await expect(settle({ id: newId() })).rejects.toThrow(NotFound)
    await settle({ name: ' Kreis\u0000 Unna ' })
    expect((await town.in(listAuthorities)).map(({ name }) => name)).toContain('Kreis Unna')
  })
})

describe('entering', () => {
  test('takes two fields, and how it came; whoever takes a call passes it on to whom it concerns', async () => {
    const key = newId()
    const input = { name: 'Frau K.', text: 'Schlagloch', way: 'counter', unit: town.roads, key }
    const first = await town.in((tx) => enter(tx, town.sportExpert, input))
    const again = await town.in((tx) => enter(tx, town.sportExpert, input))
    expect(again.conversation).toBe(first.conversation)
    const shown = await opened(first.conversation)
    expect(shown).toMatchObject({ unit: { id: town.roads }, messages: [{ way: 'counter', author: 'Frau K.' }] })
    expect(shown.changes[0]).toMatchObject({ kind: 'conversation.entered', data: { way: 'counter' } })
    await expect(town.in((tx) => openConversation(tx, town.sportExpert, first.conversation))).rejects.toThrow(NotFound)
    const byPhone = await town.in((tx) => enter(tx, town.editor, { name: 'Herr B.', text: 'Wann?\u0000' }))
    expect((await opened(byPhone.conversation)).messages[0]!.way).toBe('phone')
    for (const wrong of [{ way: 'Brieftaube' }, { unit: newId() }, { name: '\u0000' }, { text: 'x'.repeat(10_001) }])
      await expect(town.in((tx) => enter(tx, town.editor, { ...input, key: newId(), ...wrong }))).rejects.toThrow(
        Invalid
      )
    await expect(town.in((tx) => enter(tx, town.officer, input))).rejects.toThrow(NotAllowed)
  })
})

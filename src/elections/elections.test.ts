import { beforeEach, describe, expect, test } from 'vitest'
import { addPerson } from '#people/add-person.ts'
import { loadPerson } from '#people/person.ts'
import { type Person, system } from '#people/types.ts'
import { createPost } from '#posts/create.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { checksOfPost, confirmChecklist, lacksChecklist } from './confirm.ts'
import { importElections } from './import.ts'
import { electionRestraint } from './restraint.ts'
import { checklist } from './rules.ts'
import { addElection, changeElection, type ElectionInput, listElections, removeElection } from './settle.ts'

useWorld()
let town: SmallTown
let leader: Person
beforeEach(async () => {
  town = await makeSmallTown()
  leader = await town.act(async (tx) => {
    const roles = [{ role: 'leader' as const, unitId: town.rootUnitId }]
    const { personId } = await addPerson(tx, system, { name: 'Leitung', email: `leitung@${town.id}.example`, roles })
    return (await loadPerson(tx, personId))!
  })
})

const landtag: ElectionInput = { name: 'Landtagswahl', kind: 'land', day: '2027-05-09' }
const add = (input: ElectionInput = landtag) => town.act((tx) => addElection(tx, leader, input))
const list = () => town.act((tx) => listElections(tx, '2000-01-01'))
const restraintAt = (at: string) => town.act((tx) => electionRestraint(tx, new Date(at)))

describe('the time of restraint', () => {
  test('begins six weeks before by itself, at midnight where the town is, and ends with the election day', async () => {
    await add()
    expect(await list()).toMatchObject([{ restraintFrom: '2027-03-28', restraintTo: '2027-05-09' }])
    expect(await restraintAt('2027-03-27T22:59:59Z')).toBeNull()
    // The clock is put forward on that very night.
    expect(await restraintAt('2027-03-27T23:00:00Z')).toMatchObject({
      elections: [{ name: 'Landtagswahl', day: '2027-05-09' }],
      from: new Date('2027-03-27T23:00:00Z'),
      until: new Date('2027-05-09T22:00:00Z')
    })
    expect(await restraintAt('2027-05-09T21:59:59Z')).not.toBeNull()
    expect(await restraintAt('2027-05-09T22:00:00Z')).toBeNull()
  })

  test('is shorter before a local decision, and as somebody settles it', async () => {
    const { id } = await add({ name: 'Freibad', kind: 'decision', day: '2027-06-20' })
    expect(await list()).toMatchObject([{ restraintFrom: '2027-05-23' }])
    await town.act((tx) =>
      changeElection(tx, leader, id, {
        name: 'Freibad',
        kind: 'decision',
        day: '2027-06-20',
        restraintFrom: '2027-06-01',
        restraintTo: '2027-07-04'
      })
    )
    expect(await restraintAt('2027-05-30T10:00:00Z')).toBeNull()
    expect(await restraintAt('2027-07-04T10:00:00Z')).not.toBeNull()
  })

  test('of several elections is one time that names them all', async () => {
    await add()
    await add({ name: 'Bürgermeisterwahl', kind: 'local', day: '2027-04-25' })
    const restraint = await restraintAt('2027-04-01T10:00:00Z')
    expect(restraint!.elections.map(({ name }) => name)).toEqual(['Bürgermeisterwahl', 'Landtagswahl'])
    expect(restraint!.until).toEqual(new Date('2027-05-09T22:00:00Z'))
  })

  test('ends when the election is taken out', async () => {
    const { id } = await add()
    await town.act((tx) => removeElection(tx, leader, id))
    expect(await restraintAt('2027-05-01T10:00:00Z')).toBeNull()
    await expect(town.act((tx) => removeElection(tx, leader, id))).rejects.toMatchObject({ status: 404 })
  })

  test.each([
    [{ name: ' ' }, { name: 'nameMissing' }],
    [{ kind: 'x' }, { kind: 'choose' }],
    [{ day: '2027-02-30' }, { day: 'elections.day' }],
    [{ day: '9.5.27' }, { day: 'elections.day' }],
    [{ restraintFrom: 'bald' }, { restraintFrom: 'elections.day' }],
    [{ restraintFrom: '2027-05-01', restraintTo: '2027-04-01' }, { restraintFrom: 'elections.order' }],
    [{ restraintFrom: '2027-05-10', restraintTo: '2027-05-11' }, { restraintFrom: 'elections.afterDay' }],
    [{ restraintFrom: '2020-05-10' }, { restraintTo: 'elections.tooLong' }]
  ])('%j is refused at its field', async (wrong, fields) => {
    await expect(add({ ...landtag, ...wrong })).rejects.toMatchObject({ fields })
  })

  test('is for leaders and operators to settle', async () => {
    await expect(town.act((tx) => addElection(tx, town.editor, landtag))).rejects.toMatchObject({ status: 403 })
    await expect(town.act((tx) => importElections(tx, town.expert, 'x'))).rejects.toMatchObject({ status: 403 })
    await town.act((tx) => addElection(tx, town.operator, landtag))
  })
})

describe('a list that is read in', () => {
  const read = (text: string) => town.act((tx) => importElections(tx, leader, text))

  test('may be a table as town halls write it', async () => {
    const table =
      '\uFEFFWahl;Tag;Art;von;bis\r\nLandtagswahl;9.5.2027;;;\r\n"Wahl; zweite";2027-06-20;local;1.6.2027;20.6.2027\r\n'
    expect(await read(table)).toEqual({ added: 2, changed: 0 })
    expect(await list()).toMatchObject([
      { name: 'Landtagswahl', kind: 'land', day: '2027-05-09', restraintFrom: '2027-03-28', source: 'imported' },
      { name: 'Wahl; zweite', kind: 'local', restraintFrom: '2027-06-01', restraintTo: '2027-06-20' }
    ])
    expect(await read('name,day\nLandtagswahl,2027-05-09')).toEqual({ added: 0, changed: 1 })
  })

  test('may be a calendar, and is changed when read in again', async () => {
    const calendar = (day: string) =>
      `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@land\r\nDTSTART;VALUE=DATE:${day}\r\nSUMMARY:Europa\r\n wahl\\, 11. Wahlperiode\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
    expect(await read(calendar('20290610'))).toEqual({ added: 1, changed: 0 })
    expect(await read(calendar('20290603'))).toEqual({ added: 0, changed: 1 })
    expect(await list()).toMatchObject([{ name: 'Europawahl, 11. Wahlperiode', kind: 'europe', day: '2029-06-03' }])
  })

  test.each([
    ['no head line', 'Landtagswahl;9.5.2027', 'elections.fileUnreadable'],
    ['an open quote', 'Wahl;Tag\n"Landtags;9.5.2027', 'elections.fileUnreadable'],
    ['nothing', '', 'elections.fileUnreadable'],
    ['only a head line', 'Wahl;Tag', 'elections.fileEmpty'],
    ['a calendar without events', 'BEGIN:VCALENDAR\nEND:VCALENDAR', 'elections.fileEmpty'],
    ['far too much', `Wahl;Tag\n${'x;2027-05-09\n'.repeat(600)}`, 'elections.fileTooLong'],
    ['a picture', 'GIF89a\u0001\u0000;;;', 'elections.fileUnreadable']
  ])('with %s is refused', async (_what, text, key) => {
    await expect(read(text)).rejects.toMatchObject({ key })
  })

  test('is taken as a whole or not at all, and names the lines that are wrong', async () => {
    await expect(read('Wahl;Tag\nEine;9.5.2027\nZwei;31.2.2027\n;9.5.2027')).rejects.toMatchObject({
      key: 'elections.linesBad',
      data: { lines: [3, 4] }
    })
    expect(await list()).toEqual([])
  })
})

describe('the checklist', () => {
  const all = checklist().map(({ id }) => id)
  const at = new Date('2027-05-01T10:00:00Z')

  test('has to be confirmed as a whole in a time of restraint, and stays with the post', async () => {
    await add()
    const post = await town.act((tx) =>
      createPost(tx, town.editor, { unitId: town.rootUnitId, title: 'Bad offen', body: 'Ab Mai.' })
    )
    const given = { post: post.id, revision: 1, fingerprint: 'a', at }
    await expect(
      town.act((tx) => confirmChecklist(tx, leader, { ...given, items: all.slice(1) }))
    ).rejects.toMatchObject({ fields: { checklist: 'elections.checklistOpen' } })
    const lacks = (fingerprint: string) => town.act((tx) => lacksChecklist(tx, { id: post.id, fingerprint }, at))
    expect(await lacks('a')).toBe(true)
    await town.act((tx) => confirmChecklist(tx, leader, { ...given, items: all }))
    expect([await lacks('a'), await lacks('b')]).toEqual([false, true])
    await town.act((tx) => confirmChecklist(tx, system, { ...given, revision: 2, items: all, as: 'Frau Nachbar' }))
    const checks = await town.act((tx) => checksOfPost(tx, post.id))
    expect(checks).toMatchObject([
      { revision: 2, by: 'Frau Nachbar' },
      { revision: 1, by: 'Leitung', elections: ['Landtagswahl'] }
    ])
    expect(checks[1]!.items).toHaveLength(all.length)
    await expect(town.act((tx) => tx.updateTable('election_check').set({ revision: 9 }).execute())).rejects.toThrow(
      'immutable'
    )
  })

  test('is asked of nobody outside of that time', async () => {
    await add()
    const post = await town.act((tx) =>
      createPost(tx, town.editor, { unitId: town.rootUnitId, title: 'Bad offen', body: 'Ab Mai.' })
    )
    await town.act((tx) =>
      confirmChecklist(tx, leader, {
        post: post.id,
        revision: 1,
        fingerprint: 'a',
        at: new Date('2028-01-01T10:00:00Z'),
        items: []
      })
    )
    expect(await town.act((tx) => checksOfPost(tx, post.id))).toEqual([])
  })
})

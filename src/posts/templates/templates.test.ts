import { beforeAll, describe, expect, test } from 'vitest'
import { useWorld } from '../../../tests/world/world.ts'
import { readForDesk } from '../desk-queries.ts'
import { makeSmallTown, type SmallTown } from '../town.fixture.ts'
import { fillTemplate, labelsIn, type TemplateField } from './fields.ts'
import { archiveTemplate, beginFromTemplate, listTemplates, readTemplate, saveTemplate } from './templates.ts'

useWorld()
let town: SmallTown
beforeAll(async () => void (town = await makeSmallTown()))

const field = (label: string, more: Partial<TemplateField> = {}): TemplateField => ({
  label,
  kind: 'text',
  required: true,
  hint: '',
  options: [],
  ...more
})
const input = (more: Partial<Parameters<typeof saveTemplate>[2]> = {}) => ({
  key: null,
  revision: 0,
  name: 'Markt',
  description: '',
  title: 'Markt am {{Tag}}',
  lead: '',
  body: 'Treffpunkt: {{Ort}}',
  fields: [],
  ...more
})

describe('fields', () => {
  test('are found in all texts, each once, in the order in which they come', () => {
    const texts = { title: '{{ B }} und {{A}}', lead: '{{A}}', body: 'x {{C D}} {{}} {{\n}}' }
    expect(labelsIn(texts)).toEqual(['B', 'A', 'C D'])
  })

  test('are filled as people write: days, times, numbers; what is entered never becomes form or a field', () => {
    const fields = [
      field('Tag', { kind: 'date' }),
      field('Zeit', { kind: 'time' }),
      field('Zahl', { kind: 'number' }),
      field('Ort')
    ]
    const texts = { title: 'Am {{Tag}}', lead: 'Um {{Zeit}}', body: '{{Zahl}} in {{Ort}}\n\n{{Ort}}' }
    expect(
      fillTemplate(texts, fields, { Tag: '2026-11-23', Zeit: '14:30', Zahl: '3.5', Ort: '# *Markt* {{Tag}} <b>' })
    ).toEqual({
      title: 'Am Montag, 23. November 2026',
      lead: 'Um 14:30 Uhr',
      body: '3,5 in \\# \\*Markt\\* {{Tag}} \\<b\\>\n\n\\# \\*Markt\\* {{Tag}} \\<b\\>'
    })
  })

  test('a line in which an optional field is empty is left out, a required one is asked for', () => {
    const fields = [field('A', { required: false }), field('B')]
    const texts = { title: '{{B}}', lead: '', body: '- {{A}}\n- {{B}}' }
    expect(fillTemplate(texts, fields, { B: 'da' }).body).toBe('- da')
    expect(() => fillTemplate(texts, fields, {})).toThrow(
      expect.objectContaining({ fields: { 'field-1': 'required' } })
    )
    const kinds = (['date', 'time', 'number', 'choice'] as const).map((kind, index) => field(`F${index}`, { kind }))
    const wrong = { F0: '2026-02-30', F1: '25:00', F2: 'viel', F3: 'anderes' }
    expect(() => fillTemplate({ title: '{{F0}}{{F1}}{{F2}}{{F3}}', lead: '', body: '' }, kinds, wrong)).toThrow(
      expect.objectContaining({
        fields: {
          'field-0': 'template.noDay',
          'field-1': 'template.noTime',
          'field-2': 'template.noNumber',
          'field-3': 'choose'
        }
      })
    )
  })
})

describe('templates', () => {
  test('shipped ones describe every field they use and no other, and can be filled', async () => {
    const shipped = await town.act((tx) => listTemplates(tx, town.editor))
    expect(shipped.map((one) => one.name)).toEqual(
      expect.arrayContaining([
        'Straßensperrung',
        'Veranstaltung',
        'Öffnungszeiten geändert',
        'Stellenausschreibung',
        'Störung Trinkwasser'
      ])
    )
    for (const template of shipped) {
      expect(
        template.fields.map((one) => one.label),
        template.name
      ).toEqual(labelsIn(template))
      const values = Object.fromEntries(
        template.fields.map(({ label, kind, options }) => [
          label,
          { text: 'Wort', lines: 'Ein Satz.', date: '2027-01-04', time: '10:00', number: '20', choice: options[0]! }[
            kind
          ]
        ])
      )
      const { id } = await town.act((tx) =>
        beginFromTemplate(tx, town.expert, { key: template.key, unitId: town.sportUnitId, values })
      )
      const post = await town.act((tx) => readForDesk(tx, town.editor, id))
      expect(`${post.title}${post.lead}${post.body}`, template.name).not.toContain('{{')
      expect(post.state).toBe('draft')
    }
  })

  test('a changed shipped template takes the place of the shipped one, and two who change it meet', async () => {
    const old = await town.act((tx) => readTemplate(tx, town.editor, 'strassensperrung'))
    const id = await town.act((tx) => saveTemplate(tx, town.editor, { ...old, lead: 'Unser Vorspann.' }))
    expect(await town.act((tx) => readTemplate(tx, town.editor, 'strassensperrung'))).toMatchObject({
      key: id,
      lead: 'Unser Vorspann.',
      revision: 1
    })
    await expect(town.act((tx) => saveTemplate(tx, town.editor, { ...old, lead: 'Anders' }))).rejects.toMatchObject({
      status: 409
    })
    const names = (await town.act((tx) => listTemplates(tx, town.editor))).map((one) => one.name)
    expect(names.filter((name) => name === 'Straßensperrung')).toHaveLength(1)
  })

  test('an own one is made with its fields, put away and taken out again; only who may settle does so', async () => {
    await expect(town.act((tx) => saveTemplate(tx, town.expert, input()))).rejects.toMatchObject({ status: 403 })
    await expect(
      town.act((tx) => saveTemplate(tx, town.editor, input({ name: '', title: ' ' })))
    ).rejects.toMatchObject({ fields: { name: 'nameMissing', title: 'posts.titleMissing' } })
    const key = await town.act((tx) => saveTemplate(tx, town.editor, input()))
    const template = await town.act((tx) => readTemplate(tx, town.expert, key))
    expect(template.fields.map(({ label, kind }) => [label, kind])).toEqual([
      ['Tag', 'text'],
      ['Ort', 'text']
    ])
    await town.act((tx) => archiveTemplate(tx, town.editor, key, true))
    await town.act((tx) => archiveTemplate(tx, town.editor, 'veranstaltung', true))
    const away = await town.act((tx) => listTemplates(tx, town.editor, { archived: true }))
    expect(away.map((one) => one.name)).toEqual(['Markt', 'Veranstaltung'])
    await town.act((tx) => archiveTemplate(tx, town.editor, key, false))
    expect((await town.act((tx) => listTemplates(tx, town.editor))).some((one) => one.key === key)).toBe(true)
  })
})

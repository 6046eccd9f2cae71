import { beforeAll, describe, expect, it } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { useWorld } from '../../tests/world/world.ts'
import { addGoal } from './add.ts'
import { dayIn, numberIn, sdgsIn } from './csv/cells.ts'
import { readCsv, textOf } from './csv/read.ts'
import { exportGoals, exportValues, template } from './export.ts'
import { historyOf } from './history.ts'
import { applyImport, type ImportKind, keepImport, previewImport } from './import.ts'
import { indicatorsOf } from './read.ts'
import { readTree } from './tree.ts'

useWorld()
let town: Town
beforeAll(async () => {
  town = await makeTown(addNetwork)
})

const bytes = (text: string) => new TextEncoder().encode(text)
const keep = (content: Uint8Array | string, kind: ImportKind = 'goals') =>
  town.in((tx) =>
    keepImport(tx, town.editor, { kind, name: 'x.csv', bytes: typeof content === 'string' ? bytes(content) : content })
  )
const preview = async (content: Uint8Array | string, kind: ImportKind = 'goals') => {
  const id = await keep(content, kind)
  return town.in((tx) => previewImport(tx, town.editor, id))
}
const apply = (given: { id: string; mark: string }) => town.in((tx) => applyImport(tx, town.editor, given))
const tree = () => town.in((tx) => readTree(tx))
const named = async (name: string) => (await tree()).find((goal) => goal.name === name)
const problemsOf = async (content: string, kind: ImportKind = 'goals') =>
  (await preview(content, kind)).plan.rows.flatMap(({ line, problems }) =>
    problems.map(({ column, key }) => `${line} ${column} ${key}`)
  )

describe('a file', () => {
  it.each([
    ['UTF-8', bytes('Titel;Fachplan\nÄrzte für alle;Größe')],
    ['UTF-8 with its mark', bytes('\ufeffTitel;Fachplan\r\nÄrzte für alle;Größe\r\n')],
    ['Windows-1252', Uint8Array.from(Buffer.from('Titel;Fachplan\r\nÄrzte für alle;Größe\r\n', 'latin1'))],
    ['UTF-16', Uint8Array.from(Buffer.from('\ufeffTitel\tFachplan\r\nÄrzte für alle\tGröße\r\n', 'utf16le'))],
    ['commas', bytes('Titel,Fachplan\n"Ärzte für alle",Größe')],
    ['a line that names the separator', bytes('sep=,\r\nTitel,Fachplan\r\nÄrzte für alle,Größe')]
  ])('is read in %s', async (_name, content) => {
    const { header, rows } = await readCsv(textOf(content))
    expect(header).toEqual(['Titel', 'Fachplan'])
    expect(rows.map(({ cells }) => cells)).toEqual([['Ärzte für alle', 'Größe']])
  })

  it('knows on which line each row begins, also after line breaks in a cell', async () => {
    const { rows } = await readCsv('Titel;Beschreibung\n\nA;"erste\nzweite"\nB;kurz\n')
    expect(rows.map(({ line }) => line)).toEqual([3, 5])
  })

  it.each<[string, Uint8Array, string]>([
    ['that is an Excel file', Uint8Array.from([0x50, 0x4b, 3, 4]), 'csv.isExcel'],
    ['that is a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'csv.noText'],
    ['that is empty', bytes(' \n'), 'csv.empty'],
    ['with a heading only', bytes('Titel\n'), 'csv.noRows'],
    ['whose quotation mark never ends', bytes('Titel;Fachplan\n"A;B\nC;D\n'), 'csv.quoteOpen'],
    ['with a quotation mark inside a cell', bytes('Titel;Fachplan\nDie "Mitte;B\n'), 'csv.quoteInside'],
    ['with text behind a quotation mark', bytes('Titel\n"A" B\n'), 'csv.quoteInside'],
    ['of too many rows', bytes(`Titel\n${'x\n'.repeat(10_001)}`), 'csv.tooManyRows'],
    ['that is too large', new Uint8Array(2_000_001).fill(97), 'csv.tooLarge'],
    ['without the column that is needed', bytes('Name der Sache;B\nx;y\n'), 'csv.columnMissing'],
    ['with a column twice', bytes('Titel;Ziel\nx;y\n'), 'csv.columnTwice']
  ])('%s is refused with what to do', async (_name, content, key) => {
    await expect(keep(content)).rejects.toMatchObject({ key })
  })

  it('of ten thousand rows is planned within seconds', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `Ziel ${index};Ziel ${index - 1}`)
    const { plan } = await preview(`Titel;Übergeordnetes Ziel\n${rows.slice(1).join('\n')}\n`)
    expect(plan.rows).toHaveLength(9_999)
    expect(plan.rows.filter(({ status }) => status === 'error').length).toBeGreaterThan(7_000)
  }, 20_000)
})

describe('cells', () => {
  it('say numbers as people write them, and are refused where that is unclear', () => {
    const read = (text: string) => numberIn(text).value ?? numberIn(text).problem
    expect(['1234,5', '1.234,5', '1.234.567', '12 %', '-3,25', '−4', '0.5', '1 234'].map(read)).toEqual([
      1234.5, 1234.5, 1234567, 12, -3.25, -4, 0.5, 1234
    ])
    expect(read('1.234')).toBe('goals.numberUnclear')
    expect(['zwölf', '1,2,3', '--1', '1e99', '٣'].map(read)).toEqual(Array(5).fill('goals.numberShape'))
    expect(numberIn(' ')).toEqual({ value: null })
  })

  it('say days and SDGs', () => {
    expect(['31.12.2026', '1. 2. 2026', '2026-02-01', '2030'].map((text) => dayIn(text, 'last').value)).toEqual([
      '2026-12-31',
      '2026-02-01',
      '2026-02-01',
      '2030-12-31'
    ])
    expect(dayIn('30.02.2026', null).problem).toBe('goals.dayShape')
    expect(sdgsIn('SDG 11; 3,3').value).toEqual([3, 11])
    expect(sdgsIn('18').problem).toBe('goals.sdgShape')
  })
})

describe('goals from a file', () => {
  it('are shown row by row before anything happens: new, changed, unchanged', async () => {
    await town.in((tx) => addGoal(tx, town.editor, { name: 'Bleibt gleich', description: 'So.' }))
    await town.in((tx) => addGoal(tx, town.editor, { name: 'Wird anders', description: 'Alt.' }))
    const shown = await preview(
      'Titel;Beschreibung;Zuständig\nBleibt gleich;So.;\nwird anders;Neu.;Sport\nKommt dazu;;Tiefbau\n'
    )
    expect(shown.plan.rows.map(({ line, status }) => [line, status])).toEqual([
      [2, 'unchanged'],
      [3, 'changed'],
      [4, 'new']
    ])
    expect(shown.plan.rows[1]!.changes).toEqual([
      { field: 'Titel', before: 'Wird anders', after: 'wird anders' },
      { field: 'Beschreibung', before: 'Alt.', after: 'Neu.' },
      { field: 'Zuständig', before: '', after: 'Sport' }
    ])
    expect(await named('Kommt dazu')).toBeUndefined()
    await apply(shown)
    expect(await named('Kommt dazu')).toMatchObject({ unitId: town.roads })
    const changed = (await named('wird anders'))!
    expect(changed).toMatchObject({ description: 'Neu.', unitId: town.sport })
    const history = await town.in((tx) => historyOf(tx, changed.id))
    expect(history.changes.map(({ what }) => what)).toEqual(['changed', 'added'])
  })

  it('find what they stand below, wherever in the file, and keep what no column names', async () => {
    await apply(
      await preview(
        'Titel;Übergeordnetes Ziel;SDG;Beginn;Ende;Ratsvorlagen\nUnten;Oben;3, 11;2026;2030;Beschluss https://rat.example/1\nOben;;;;;\n'
      )
    )
    const [below, above] = [(await named('Unten'))!, (await named('Oben'))!]
    expect(below).toMatchObject({ parentId: above.id, sdgs: [3, 11], beginsOn: '2026-01-01', endsOn: '2030-12-31' })
    await apply(await preview('Kennung;Titel\nunten;Ganz unten\n'))
    expect(await named('Ganz unten')).toMatchObject({ id: below.id, parentId: above.id, sdgs: [3, 11] })
  })

  it('come all or not at all, and say for each row what is wrong', async () => {
    const content = [
      'Titel;Übergeordnetes Ziel;Art;Zuständig;Beginn;Ende;SDG;Links;Kennung',
      'Gut gemeint;;;;;;;;',
      ';;;;;;;;',
      ';;Leitziel;;;;;;',
      'Ohne Eltern;Gibt es nicht;;;;;;;',
      'Kreis A;Kreis B;;;;;;;',
      'Kreis B;Kreis A;;;;;;;',
      'Gut gemeint;;;;;;;;',
      'Falsch;;Vision;Marsbahnamt;31.02.2026;2020;99;javascript:alert(1);gibtsnicht',
      '=SUMME(A1:A9);;;;;;;;',
      'Zu viel;;;;;;;;;und noch etwas'
    ].join('\n')
    expect(await problemsOf(content)).toEqual([
      '4 Titel goals.nameMissing',
      '5 Übergeordnetes Ziel csv.parentUnknown',
      '6 Übergeordnetes Ziel goals.circle',
      '7 Übergeordnetes Ziel goals.circle',
      '8 Titel csv.twice',
      '9 Kennung csv.keyUnknown',
      '9 Art csv.kindShape',
      '9 Zuständig csv.unitUnknown',
      '9 Beginn csv.dayShape',
      '9 SDG goals.sdgShape',
      '9 Links csv.linkShape',
      '10 Titel csv.formula',
      '11  csv.tooManyCells'
    ])
    await expect(apply(await preview(content))).rejects.toMatchObject({ key: 'goals.importErrors' })
    expect(await named('Gut gemeint')).toBeUndefined()
  })

  it('are not written when something changed since the preview', async () => {
    const shown = await preview('Titel\nSchneller gewesen\n')
    await town.in((tx) => addGoal(tx, town.editor, { name: 'Schneller gewesen' }))
    await expect(apply(shown)).rejects.toMatchObject({ key: 'goals.importChanged' })
  })

  it('are nobody else’s to look at, and experts bring none', async () => {
    const id = await keep('Titel\nNur für mich\n')
    await expect(town.in((tx) => previewImport(tx, town.sportExpert, id))).rejects.toMatchObject({ status: 403 })
    await expect(
      town.in((tx) => keepImport(tx, town.sportExpert, { kind: 'goals', name: 'x', bytes: bytes('Titel\nA\n') }))
    ).rejects.toMatchObject({ status: 403 })
  })

  it('go out and come in again unchanged, and hold no formula', async () => {
    await town.in((tx) => addGoal(tx, town.editor, { name: '=1+1 Rechnen; "lernen"', description: '- eins\n- zwei' }))
    const text = await town.in(exportGoals)
    expect(text).toContain(`"'=1+1 Rechnen; ""lernen"""`)
    const { plan } = await preview(text)
    expect(plan.rows.filter(({ status }) => status !== 'unchanged')).toEqual([])
  })

  it('are shown how by a template that can be read in', async () => {
    const { plan } = await preview(template('goals'))
    expect(plan.rows.map(({ status }) => status)).toEqual(['new', 'new'])
  })
})

describe('values from a file', () => {
  it('are added, replaced and left alone, make indicators where none is, and are one line of history', async () => {
    const { id: goal } = await town.in((tx) => addGoal(tx, town.editor, { name: 'Sichere Schulwege' }))
    const first = await preview(template('values'), 'values')
    expect(first.plan.rows.map(({ status }) => status)).toEqual(['new', 'new'])
    await apply(first)
    const [indicator] = await town.in((tx) => indicatorsOf(tx, goal))
    expect(indicator).toMatchObject({ figure: '%', direction: 'up', baseline: 41, target: 60 })
    const again = await preview(
      'Ziel;Kennzahl;Tag;Wert\nSichere Schulwege;Kinder, die zu Fuß kommen;31.12.2025;44,5\nsichere schulwege;kinder, die zu fuß kommen;31.12.2026;49\n',
      'values'
    )
    expect(again.plan.rows.map(({ status }) => status)).toEqual(['unchanged', 'changed'])
    await apply(again)
    const [after] = await town.in((tx) => indicatorsOf(tx, goal))
    expect(after!.values.map(({ day, value }) => [day, value])).toEqual([
      ['2025-12-31', 44.5],
      ['2026-12-31', 49]
    ])
    const { changes } = await town.in((tx) => historyOf(tx, goal))
    expect(changes.map(({ what, data }) => [what, data.count])).toEqual([
      ['values-imported', 1],
      ['values-imported', 2],
      ['indicator-added', undefined],
      ['added', undefined]
    ])
    const { plan } = await preview(await town.in(exportValues), 'values')
    expect(plan.rows.every(({ status }) => status === 'unchanged')).toBe(true)
  })

  it('say for each row what is wrong', async () => {
    const rows = [
      'Nirgends;K;2025;1',
      'Oben;;2025;1',
      'Oben;K;gestern;1',
      'Oben;K;2025;viel',
      'Oben;K;2024;1',
      'Oben;k;2024;2'
    ]
    expect(await problemsOf(`Ziel;Kennzahl;Tag;Wert\n${rows.join('\n')}\n`, 'values')).toEqual([
      '2 Ziel csv.goalUnknown',
      '3 Kennzahl goals.indicatorNameMissing',
      '4 Tag csv.dayShape',
      '5 Wert goals.numberShape',
      '7 Tag csv.valueTwice'
    ])
  })
})

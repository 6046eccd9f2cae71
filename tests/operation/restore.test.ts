// The whole story on one machine: backs up, goes on, restores, compares; by the commands an operator calls.
import { createHash } from 'node:crypto'
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Manifest } from '#platform/database/backup/backup.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { keys } from '#platform/keys/held.ts'
import { openStorage } from '#platform/media/storage.ts'
import { recordErasure } from '#privacy/erasureLog.ts'
import { ask, call, dataFolder, runOn, town } from './installation.ts'

// Each story starts several processes and databases, one after the other.
vi.setConfig({ testTimeout: 180_000 })

let data: Awaited<ReturnType<typeof dataFolder>>
beforeAll(async () => {
  data = await dataFolder()
})
afterAll(() => data.remove())

const environment = () => ({ DATA_DIR: data.path })

/** Rows of every table, as text in a fixed order: equal exactly when the tables are. */
async function everything(url: string, manifest: Manifest): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { name, columns } of manifest.tables) {
    const row = `row(${columns.map((column) => `"${column}"`).join(', ')})::text`
    const rows = await ask<{ line: string }>(url, `select ${row} as line from "${name}" order by 1`)
    found[name] = createHash('sha256')
      .update(rows.map(({ line }) => line).join('\n'))
      .digest('hex')
  }
  return found
}

const keyIn = (folder: string) => readFile(join(folder, 'keys', 'installation.key'))

const manifestOf = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest

/** A publication of the town's own site channel in some state. */
async function publication(municipalityId: string, state: string, dueAt: string): Promise<string> {
  const id = newId()
  await inMunicipality(municipalityId, async (tx) => {
    const channel = await tx.selectFrom('channel').select('id').limit(1).executeTakeFirstOrThrow()
    await tx
      .insertInto('publication')
      .values({ id, channel_id: channel.id, state, key: id, due_at: dueAt, purpose: 'publish' })
      .execute()
  })
  return id
}

describe('backup and restore', () => {
  it('brings back every row and every image of the moment of the backup, and lets nothing out', async () => {
    const backup = join(data.path, 'kept', 'first')
    let running = await runOn(data.path)
    const { municipalityId } = await town()
    const storage = await openStorage({ directory: join(data.path, 'media') })
    const image = await storage.put(municipalityId, Buffer.from('an image'), 'webp')
    const secret = keys().seal('a secret', 'test')
    const sent = await publication(municipalityId, 'sent', '2026-01-01')
    const due = await publication(municipalityId, 'due', '2026-01-01')
    const planned = await publication(municipalityId, 'planned', '2099-01-01')

    const made = await call(['backup', backup], environment())
    expect(made).toEqual({ code: 0, said: expect.stringContaining('Keep it in another place') })
    const manifest = await manifestOf(backup)
    const before = await everything(running.urls.keeper, manifest)
    expect((await stat(`${backup}.key`)).mode & 0o777).toBe(0o600)
    expect((await stat(backup)).mode & 0o077).toBe(0)
    expect(await readdir(backup)).not.toContain('keys')

    // The town goes on.
    await town('Nachbarstadt', 'www.nachbarstadt.example')
    await publication(municipalityId, 'due', '2026-01-02')
    await storage.put(municipalityId, Buffer.from('another image'), 'webp')
    await writeFile(join(data.path, 'media', image), 'spoiled')

    expect(await call(['restore', backup, '--replace'], environment())).toMatchObject({
      code: 1,
      said: expect.stringContaining('already running')
    })
    await running.stop()
    expect(await call(['restore', backup], environment())).toMatchObject({
      code: 1,
      said: expect.stringContaining('--replace')
    })
    const restored = await call(['restore', backup, '--replace'], environment())
    expect(restored).toEqual({ code: 0, said: expect.stringContaining('What to do next') })

    running = await runOn(data.path)
    const after = await everything(running.urls.keeper, manifest)
    // Only what a restore changes on purpose is different.
    const changed = Object.keys(before).filter((table) => before[table] !== after[table])
    expect(changed.toSorted()).toEqual(['installation_setting', 'publication'])
    const states = await ask<{ id: string; state: string }>(running.urls.keeper, 'select id, state from publication')
    expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
      [sent]: 'sent',
      [due]: 'unknown',
      [planned]: 'planned'
    })
    expect(await (await openStorage({ directory: join(data.path, 'media') })).get(image)).toEqual(
      Buffer.from('an image')
    )
    expect(keys().unseal(secret, 'test')).toBe('a secret')

    // What was thrown away is kept once more, and can be looked at.
    const [copy] = await readdir(join(data.path, 'backups'))
    const kept = await manifestOf(join(data.path, 'backups', copy!))
    expect(kept.tables.find(({ name }) => name === 'municipality')?.rows).toBe(2)

    const shown = await call(['release'], environment())
    expect(shown.said).toContain('Unknown: 1, to be sent: 0')
    expect((await call(['release', '--all'], environment())).said).toContain('Released')
    expect((await call(['release'], environment())).said).toContain('Nothing stands still')
    await running.stop()
  })

  it('works on a stopped program, keeps as many as it is told, and touches nothing else in the folder', async () => {
    const folder = join(data.path, 'many')
    for (const name of ['one', 'two', 'three'])
      expect(await call(['backup', join(folder, name), '--keep', '2'], environment())).toMatchObject({ code: 0 })
    await writeFile(join(folder, 'notes.txt'), 'of the operator')
    expect((await call(['backup', join(folder, 'four'), '--keep', '2'], environment())).said).toContain('removed')
    expect((await readdir(folder)).toSorted()).toEqual(['four', 'four.key', 'notes.txt', 'three', 'three.key'])
    expect(await call(['backup', join(folder, 'four')], environment())).toMatchObject({
      code: 1,
      said: expect.stringContaining('exists already')
    })
  })

  it('moves to another machine with the backup and the key, and refuses another key', async () => {
    const source = join(data.path, 'kept', 'first')
    const other = await dataFolder()
    try {
      const wrong = join(other.path, 'wrong.key')
      await writeFile(wrong, Buffer.alloc(32))
      const there = { DATA_DIR: join(other.path, 'data') }
      expect((await call(['restore', source, '--key', wrong], there)).said).toContain('not the key of this backup')
      expect(await call(['restore', source], there)).toMatchObject({ code: 0 })
      expect(await keyIn(there.DATA_DIR)).toEqual(await keyIn(data.path))
    } finally {
      await other.remove()
    }
  })

  it('serves nothing from what a restore left half, and mends it when called again', async () => {
    const source = join(data.path, 'kept', 'first')
    const other = await dataFolder()
    try {
      const there = { DATA_DIR: other.path }
      const broken = join(other.path, 'broken')
      await cp(source, broken, { recursive: true })
      const manifest = await manifestOf(broken)
      // The files are as they were written, but the rows do not fit the schema: it breaks off in the middle.
      for (const table of manifest.tables) if (table.name === 'municipality') table.rows = 7
      await writeFile(join(broken, 'manifest.json'), JSON.stringify(manifest))
      await cp(`${source}.key`, `${broken}.key`)
      expect((await call(['restore', broken], there)).said).toContain('only half filled')
      expect(await call(['start', '--port', '0'], there)).toMatchObject({
        code: 1,
        said: expect.stringContaining('A restore was interrupted here')
      })
      expect(await call(['restore', source, '--replace', '--without-copy'], there)).toMatchObject({ code: 0 })
      const running = await runOn(other.path)
      const towns = await ask(running.urls.keeper, 'select name from municipality')
      expect(towns).toEqual([{ name: 'Musterstadt' }])
      await running.stop()
    } finally {
      await other.remove()
    }
  })

  it('says what is wrong instead of a trace', async () => {
    const nowhere = { DATA_DIR: join(data.path, 'typo') }
    expect(await call(['backup'], nowhere)).toMatchObject({
      code: 1,
      said: expect.stringContaining('There is no data in')
    })
    expect(await call(['restore', data.path], environment())).toMatchObject({
      code: 1,
      said: expect.stringContaining('holds no backup')
    })
    expect(await call(['restore'], environment())).toMatchObject({
      code: 1,
      said: expect.stringContaining('Which backup')
    })
    expect(await call(['backup', '--keep', 'many'], environment())).toMatchObject({ code: 1 })
  })
})

it('erases again what was erased since the backup, before anything is shown', async () => {
  const backup = join(data.path, 'kept', 'erasure')
  let running = await runOn(data.path)
  const [{ municipality_id: town } = { municipality_id: '' }] = await ask<{ municipality_id: string }>(
    running.urls.keeper,
    'select municipality_id from municipality'
  )
  const messageId = newId()
  await inMunicipality(town, async (tx) => {
    const { id: channel } = await tx.selectFrom('channel').select('id').limit(1).executeTakeFirstOrThrow()
    const conversation = newId()
    const at = '2026-11-01T10:00:00Z'
    await tx
      .insertInto('conversation')
      .values({ id: conversation, channel_id: channel, network: 'site', last_message_at: at, first_message_at: at })
      .execute()
    await tx
      .insertInto('message')
      .values({
        id: messageId,
        conversation_id: conversation,
        channel_id: channel,
        direction: 'in',
        state: 'visible',
        text: 'Das möchte ich löschen.',
        author_name: 'Schwimmerin',
        at,
        received_at: at
      })
      .execute()
  })
  expect((await call(['backup', backup], environment())).code).toBe(0)
  await inMunicipality(town, (tx) =>
    recordErasure(tx, { what: 'message', subject: messageId, count: 1, reason: 'deleted by author' })
  )
  await running.stop()
  expect((await call(['restore', backup, '--replace', '--without-copy'], environment())).code).toBe(0)

  running = await runOn(data.path)
  const select = 'select state, text, author_name from message where id = $1'
  const [message] = await ask<{ state: string; text: string }>(running.urls.keeper, select, [messageId])
  expect(message).toMatchObject({ state: 'deleted', text: '' })
  const erasures = await ask(running.urls.keeper, 'select what from erasure')
  expect(erasures).toEqual([{ what: 'message' }])
  await running.stop()
})

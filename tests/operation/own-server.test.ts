// Backup and restore on a PostgreSQL server that somebody else runs, with an administrator who is no superuser.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Manifest } from '#platform/database/backup/backup.ts'
import { connectDatabase, disconnectDatabase } from '#platform/database/database.ts'
import { makeWorld, type World } from '../world/world.ts'
import { ask, call, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let world: World
beforeAll(async () => {
  world = await makeWorld()
  await ask(world.superuserUrl, 'drop role if exists town_hall_admin').catch(() => undefined)
  await ask(world.superuserUrl, 'create role town_hall_admin login')
  await ask(world.superuserUrl, 'grant ortsgespraech_owner, ortsgespraech_keeper to town_hall_admin')
  connectDatabase(world.programUrl)
  await town()
  await disconnectDatabase()
})
afterAll(async () => {
  await ask(world.superuserUrl, 'drop role town_hall_admin')
  await world.close()
})

const environment = () => ({ DATA_DIR: join(world.directory, 'data'), DATABASE_URL: world.programUrl })
const asAdministrator = () => ({
  ...environment(),
  DATABASE_ADMIN_URL: world.programUrl.replace('ortsgespraech_program', 'town_hall_admin')
})

it('backs up and restores with the administrator’s address, and says so when it is missing', async () => {
  const target = join(world.directory, 'backup')
  expect(await call(['backup', target], environment())).toMatchObject({
    code: 1,
    said: expect.stringContaining('DATABASE_ADMIN_URL')
  })
  expect(await call(['backup', target], asAdministrator())).toMatchObject({ code: 0 })
  const manifest = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8')) as Manifest
  expect(manifest.tables.find(({ name }) => name === 'municipality')?.rows).toBe(1)

  connectDatabase(world.programUrl)
  await town('Nachbarstadt', 'www.nachbarstadt.example')
  expect(await call(['restore', target, '--replace'], asAdministrator())).toMatchObject({
    code: 1,
    said: expect.stringContaining('other connections')
  })
  await disconnectDatabase()
  expect(await call(['restore', target, '--replace'], asAdministrator())).toMatchObject({ code: 0 })
  const names = await ask(world.keeperUrl, 'select name from municipality')
  expect(names).toEqual([{ name: 'Musterstadt' }])
  // The program still works on it as somebody who owns nothing.
  expect((await call(['municipality', 'list'], environment())).said).toContain('Musterstadt')
})

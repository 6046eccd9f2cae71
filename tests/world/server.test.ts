import { expect, it } from 'vitest'
import { openPage } from './browser.ts'
import { freePort, startProgram } from './server.ts'
import { makeWorld } from './world.ts'

it('runs the built program on the database of a world, and shows its pages in a browser', async () => {
  const world = await makeWorld()
  const port = await freePort()
  const program = await startProgram(world, { port })
  await using opened = await openPage()
  await opened.page.goto(`http://localhost:${port}/`)
  expect(await opened.page.title()).not.toBe('')
  expect(await program.stop()).toBe(0)
  await world.close()
})

it('says why a program did not start', async () => {
  const world = await makeWorld()
  await expect(startProgram(world, { env: { LOG_LEVEL: 'info', TRUSTED_PROXIES: 'nonsense' } })).rejects.toThrow(
    'TRUSTED_PROXIES'
  )
  await world.close()
})

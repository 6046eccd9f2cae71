// The commands for people and municipalities, beside the running program.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { municipalityAt } from '#municipality/hosts.ts'
import { acceptInvitation } from '#people/invite.ts'
import { setNewPassword } from '#people/recover.ts'
import { ask, call, dataFolder, runOn, town } from './installation.ts'

vi.setConfig({ testTimeout: 120_000 })

let data: Awaited<ReturnType<typeof dataFolder>>
let running: Awaited<ReturnType<typeof runOn>>
let municipalityId: string
beforeAll(async () => {
  data = await dataFolder()
  running = await runOn(data.path)
  ;({ municipalityId } = await town())
})
afterAll(async () => {
  await running.stop()
  await data.remove()
})

const command = (args: string[]) => call(args, { DATA_DIR: data.path })

const tokenIn = (said: string) => /\/desk\/(?:invitation|recover)\/([\w-]+)/.exec(said)![1]!

describe('person', () => {
  it('invites by a link that works once', async () => {
    const added = await command(
      ['person', 'add', '--email', 'Kai.Klein@musterstadt.example', '--name', 'Kai Klein'].concat([
        '--role',
        'expert,privacy',
        '--unit',
        'ordnungsamt'
      ])
    )
    expect(added).toEqual({
      code: 0,
      said: expect.stringContaining('https://www.musterstadt.example/desk/invitation/')
    })
    const input = { name: 'Kai Klein', password: 'Lindenstraße 12a' }
    const accepted = await acceptInvitation(municipalityId, tokenIn(added.said), input)
    expect(accepted.email).toBe('kai.klein@musterstadt.example')
    await expect(acceptInvitation(municipalityId, tokenIn(added.said), input)).rejects.toMatchObject({ status: 410 })
    const listed = await command(['person', 'list'])
    expect(listed.said).toContain(
      'Kai Klein <kai.klein@musterstadt.example>  expert: Ordnungsamt, privacy: Ordnungsamt'
    )
  })

  it('gives a new link when the first was lost, and the old one ends', async () => {
    const first = await command(['person', 'add', '--email', 'lost@musterstadt.example'])
    const second = await command(['person', 'add', '--email', 'Lost@musterstadt.example'])
    expect([first.code, second.code]).toEqual([0, 0])
    const input = { name: 'Lotte', password: 'Lindenstraße 12a' }
    await expect(acceptInvitation(municipalityId, tokenIn(first.said), input)).rejects.toMatchObject({ status: 410 })
    await acceptInvitation(municipalityId, tokenIn(second.said), input)
  })

  it('lets somebody in again who lost everything', async () => {
    const update = 'update account set totp_secret = $1, totp_confirmed_at = now() where email = $2'
    await ask(running.urls.keeper, update, ['sealed', 'a.oez@musterstadt.example'])
    const reset = await command(['person', 'reset', 'a.oez@musterstadt.example'])
    expect(reset.code).toBe(0)
    await setNewPassword(municipalityId, tokenIn(reset.said), 'Kastanienallee 8')
    const select = 'select totp_secret from account where email = $1'
    expect(await ask(running.urls.keeper, select, ['a.oez@musterstadt.example'])).toEqual([{ totp_secret: null }])
  })

  it('says in words what is missing or wrong', async () => {
    for (const [args, said] of [
      [['add'], 'Missing: --email'],
      [['add', '--email', 'x@y.example', '--role', 'king'], 'There is no role "king"'],
      [['add', '--email', 'x@y.example', '--unit', 'Zoo'], 'There are: Musterstadt, Ordnungsamt'],
      [['add', '--email', 'a.oez@musterstadt.example'], '--email: '],
      [['reset', 'nobody@y.example'], 'no account for nobody@y.example'],
      [['promote'], 'person add, person reset EMAIL or person list?']
    ] as const)
      expect(await command(['person', ...args])).toEqual({ code: 1, said: expect.stringContaining(said) })
  })
})

describe('municipality', () => {
  it('is added with one command while the program runs, and answers at once at its hosts', async () => {
    expect(await municipalityAt('www.dorf.example')).toBeNull()
    const added = await command(
      ['municipality', 'add', '--name', 'Dorf', '--host', 'www.dorf.example', '--handles', 'dorf.example'].concat([
        '--ars',
        '053340002002',
        '--email',
        'b@dorf.example',
        '--units',
        'Bauamt,Kita'
      ])
    )
    expect(added).toEqual({ code: 0, said: expect.stringContaining('https://www.dorf.example/desk/invitation/') })
    await vi.waitFor(async () => expect((await municipalityAt('www.dorf.example'))?.municipality.name).toBe('Dorf'))
    expect((await municipalityAt('dorf.example'))?.purpose).toBe('handle')

    const host = await command(['municipality', 'host', 'add', 'dorf-alt.example', '--host', 'www.dorf.example'])
    expect(host.code).toBe(0)
    const listed = await command(['municipality', 'list'])
    expect(listed.said).toContain('Dorf  dorf-alt.example, @dorf.example, www.dorf.example  (address unchecked)')
  })

  it('says in words what is missing or wrong', async () => {
    const dorf = ['add', '--name', 'Dorf', '--email', 'b@dorf.example']
    for (const [args, said] of [
      [['add'], 'Missing: --name'],
      [[...dorf, '--host', 'neu.example'], 'In which state?'],
      [[...dorf, '--host', 'www.musterstadt.example', '--land', 'NW'], '--host: '],
      [['host', 'add', 'www.musterstadt.example', '--host', 'www.dorf.example'], '--host: ']
    ] as const)
      expect(await command(['municipality', ...args])).toEqual({ code: 1, said: expect.stringContaining(said) })
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addNetwork } from '#channels/networks.ts'
import { makeTown, type Town } from '#dialogue/town.fixture.ts'
import { NotAllowed } from '#platform/refusal.ts'
import { useWorld } from '../../../tests/world/world.ts'
import { connectTestBox, type TestBox } from './box.fixture.ts'
import { boxOf } from './settings.ts'
import { addBox, askBox, changeBox, closeBox } from './settle.ts'
import { testBox } from './test-box.ts'

useWorld()
let town: Town
let box: TestBox
beforeAll(async () => {
  town = await makeTown(addNetwork)
  box = await connectTestBox(town, { folders: ['Beschwerden'] })
})
afterAll(async () => {
  await box.imap.close()
  await box.smtp.close()
})

const row = (id: string) =>
  town.in((tx) => tx.selectFrom('channel').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
const opened = async (id: string) => boxOf({ municipalityId: town.id, channelId: id, ...(await row(id)) })

describe('a box', () => {
  test('keeps its password sealed, and for the server it was typed for', async () => {
    expect(JSON.stringify(await row(box.id))).not.toContain('geheim')
    expect((await opened(box.id)).secret).toEqual({ imap: 'geheim', smtp: 'geheim' })
    const elsewhere = {
      ...box.input,
      imap: { ...box.input.imap, host: 'imap.elsewhere.example' },
      passwords: { imap: '', smtp: '' }
    }
    await expect(town.in((tx) => changeBox(tx, town.editor, box.id, elsewhere))).rejects.toMatchObject({
      fields: { imapPassword: 'mail.passwordAgain' }
    })
    const renamed = { ...box.input, name: 'Rathaus', passwords: { imap: '', smtp: '' } }
    await town.in((tx) => changeBox(tx, town.editor, box.id, renamed))
    expect((await row(box.id)).name).toBe('Rathaus')
    expect((await opened(box.id)).secret.imap).toBe('geheim')
  })

  test('is tried before anybody relies on it, with words for what is wrong', async () => {
    const good = await opened(box.id)
    expect(await testBox(good)).toEqual({ imap: null, smtp: null, folders: ['INBOX', 'Beschwerden'], idles: true })
    expect(await testBox({ ...good, secret: { imap: 'falsch', smtp: 'falsch' } })).toMatchObject({
      imap: 'password',
      smtp: 'password'
    })
    const at = (server: Partial<typeof good.settings.imap>) => ({
      ...good,
      settings: { ...good.settings, imap: { ...good.settings.imap, ...server } }
    })
    expect(await testBox(at({ port: 1 }))).toMatchObject({ imap: 'refused' })
    expect(await testBox(at({ host: '10.1.2.3' }))).toMatchObject({ imap: 'private' })
    expect(await testBox(at({ host: 'nobody.invalid' }))).toMatchObject({ imap: 'dns' })
    expect(await testBox(at({ security: 'tls' }))).toMatchObject({ imap: 'tls' })
    expect(await testBox(at({ host: '198.51.100.7' }))).toMatchObject({ imap: 'private' })
  })

  test('is settled by those who settle channels, and only once for an address', async () => {
    await expect(town.in((tx) => addBox(tx, town.sportExpert, box.input))).rejects.toThrow(NotAllowed)
    await expect(town.in((tx) => askBox(tx, town.sportExpert, box.id))).rejects.toThrow(NotAllowed)
    await expect(town.in((tx) => addBox(tx, town.editor, box.input))).rejects.toMatchObject({
      fields: { address: 'mail.addressThere' }
    })
    await expect(
      town.in((tx) => addBox(tx, town.editor, { ...box.input, address: 'kein', imap: { ...box.input.imap, port: 0 } }))
    ).rejects.toMatchObject({ fields: { address: 'mail.addressShape', imapPort: 'mail.portShape' } })
  })

  test('leaves no password when it is closed', async () => {
    const gone = await town.in((tx) => addBox(tx, town.editor, { ...box.input, address: 'weg@musterstadt.example' }))
    await town.in((tx) => closeBox(tx, town.editor, gone))
    expect(await row(gone)).toMatchObject({ state: 'closed', secret: null })
  })
})

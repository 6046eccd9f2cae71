import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { system } from '#people/types.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { configureFetch } from '#platform/fetch/fetch.ts'
import { readTrustedProxies } from '#site/origin.ts'
import { type Handler, startServer } from '../server.ts'
import { type Authority, makeAuthority } from '../../tests/fediverse/authority.ts'
import { listenTls, proxyTls } from '../../tests/fediverse/tls.ts'
import { useWorld } from '../../tests/world/world.ts'
import { createMunicipality } from './create.ts'
import { loadMunicipality } from './hosts.ts'
import { federationAllowed, verifyPublicAddress } from './public-address.ts'
import { changeAddress } from './settle.ts'

useWorld()
let authority: Authority
beforeAll(async () => {
  authority = await makeAuthority()
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  delete process.env.ORTSGESPRAECH_CONFIRMED_HOSTS
  configureFetch({})
  for (const one of open.splice(0)) await one.close()
})

async function town(siteHost: string, handleDomain = siteHost): Promise<string> {
  const { municipalityId } = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost,
    handleDomain,
    units: [],
    firstPerson: { name: 'Aylin Öz', email: 'a.oez@musterstadt.example', password: 'Kastanienallee 7' }
  })
  return municipalityId
}

const handler: Handler = (_req, res) => res.writeHead(404).end()

/** Our server behind TLS, under the name. */
async function serve(name: string, trusted = 'loopback'): Promise<string> {
  const trustedProxies = readTrustedProxies(trusted)
  const server = await startServer({ port: 0, host: '127.0.0.1', trustedProxies, handler })
  const proxy = await proxyTls(authority, name, () => server.address.port)
  open.push(proxy, { close: server.stop })
  return proxy.host
}

function know(...allow: string[]): void {
  configureFetch({ allow, ca: authority.ca, resolve: async () => ['127.0.0.1'] })
}

describe('the public address', () => {
  it('lets the Fediverse start once it is proven, and stays from then on', async () => {
    const host = await serve('musterstadt.test')
    know(host)
    const id = await town(host)
    expect(await inMunicipality(id, federationAllowed)).toBe(false)
    expect(await verifyPublicAddress(id, system)).toMatchObject({ proven: true })
    expect(await inMunicipality(id, federationAllowed)).toBe(true)
    const { settings } = await inMunicipality(id, loadMunicipality)
    expect(settings.addressConfirmedAt).not.toBeNull()

    const other = { siteHost: 'neu.musterstadt.test', handleDomain: '' }
    await expect(inMunicipality(id, (tx) => changeAddress(tx, system, other))).rejects.toMatchObject({
      key: 'addressInUse'
    })
    // Another look, with the server away, takes nothing back: those who follow still follow this address.
    for (const one of open.splice(0)) await one.close()
    expect(await verifyPublicAddress(id, system)).toMatchObject({ proven: false })
    expect(await inMunicipality(id, federationAllowed)).toBe(true)
  })

  it('stays closed while the proxy is wrong, or the handles lead nowhere', async () => {
    const untrusted = await serve('stadt.test', '192.0.2.1')
    know(untrusted)
    const first = await town(untrusted)
    expect(await verifyPublicAddress(first, system)).toMatchObject({ proven: false })
    expect(await inMunicipality(first, federationAllowed)).toBe(false)

    const host = await serve('www.dorf.test')
    const silent = await listenTls(authority, 'dorf.test', (_req, res) => res.writeHead(404).end())
    open.push(silent)
    know(host, silent.host)
    const second = await town(host, silent.host)
    const { proven, findings } = await verifyPublicAddress(second, system)
    expect(proven).toBe(false)
    expect(findings.find(({ about }) => about === 'handles')).toMatchObject({ key: 'handlesNotRedirected' })
    expect(await inMunicipality(second, federationAllowed)).toBe(false)
  })

  it('counts as proven for exactly the hosts that the operator names', async () => {
    const [named, other] = [await town('eins.example:8443'), await town('sub.eins.example:8443')]
    process.env.ORTSGESPRAECH_CONFIRMED_HOSTS = 'zwei.example, eins.example:8443'
    expect(await inMunicipality(named, federationAllowed)).toBe(true)
    expect(await inMunicipality(other, federationAllowed)).toBe(false)
  })

  it('is looked at only by those who may settle it', async () => {
    const id = await town('drei.example')
    await expect(verifyPublicAddress(id, { kind: 'citizen' })).rejects.toMatchObject({ status: 403 })
  })
})

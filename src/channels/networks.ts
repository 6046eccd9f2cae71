// Every network the program knows, one line each. This file alone may import upward.
import type { Network } from './contract.ts'
import { check } from '#federation/check.ts'
import { prepare } from '#federation/prepare.ts'
import { moderate } from '#federation/moderate.ts'
import * as speaking from '#federation/say.ts'
import { foresee } from '#federation/foresee.ts'
import { understand } from '#federation/understand.ts'
import { fediverseNetwork } from './fediverse/network.ts'
import { mailNetwork } from './mail/network.ts'
import { noteNetwork } from './note/network.ts'
import { practiceNetwork } from './practice/network.ts'
import { siteNetwork } from './site/network.ts'

const known: Network<any, any>[] = [
  siteNetwork,
  noteNetwork,
  practiceNetwork,
  mailNetwork,
  fediverseNetwork({ ...speaking, moderate, check, understand, foresee, prepare })
]
const networks = new Map(known.map((network) => [network.id, network]))

/** The network of this id. @throws when there is none: the channel was made by a program that knew more */
export function networkOf(id: string): Network<any, any> {
  const network = networks.get(id)
  if (!network) throw new Error(`unknown network: ${id}`)
  return network
}

/** The ids of the networks that posts go to. */
export function networksForPosts(): string[] {
  return [...networks.values()].filter((network) => network.takesPosts).map((network) => network.id)
}

/** The ids of the networks that hold a connection over which things come in. */
export function networksThatListen(): string[] {
  return [...networks.values()].filter((network) => network.listen).map((network) => network.id)
}

/** Adds or replaces a network in this process; for tests and drills, which speak to no real one. */
export function addNetwork(network: Network<any, any>): void {
  networks.set(network.id, network)
}

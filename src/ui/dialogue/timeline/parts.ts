/** What stands below the words of a message that was not deleted, in this order: one line each, and each decides when it shows. */
import Attachments from './Attachments.svelte'
import Fate from './Fate.svelte'
import Held from './Held.svelte'
import Letter from './Letter.svelte'
import Origin from './Origin.svelte'
import type { Part } from './part.ts'
import Standing from './Standing.svelte'

export const below: Part[] = [Letter, Attachments, Held, Fate, Standing, Origin]

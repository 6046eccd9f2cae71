import { redirect } from '@sveltejs/kit'
import { leaveFor } from '#people/switch.ts'
import type { RequestHandler } from './$types'

/** Leaves for another municipality's desk, with a ticket for this person and that place only. */
export const GET: RequestHandler = async ({ locals, params }) => {
  if (!locals.who) redirect(303, '/desk/sign-in')
  const address = await leaveFor(locals.who.accountId, params.municipality, locals.session?.secondFactor ?? false)
  redirect(303, address, { external: true })
}

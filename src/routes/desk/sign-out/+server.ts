import { redirect } from '@sveltejs/kit'
import { dropSession } from '#hooks/session.ts'
import { endSession } from '#people/session.ts'
import type { RequestHandler } from './$types'

/** Ends the session, here and in the database. */
export const POST: RequestHandler = async ({ cookies, url }) => {
  const token = dropSession(cookies, url)
  if (token) await endSession(token)
  redirect(303, '/desk/sign-in?note=signed-out')
}

/** Somebody who typed the address; a link must not sign anybody out. */
export const GET: RequestHandler = () => redirect(303, '/desk')

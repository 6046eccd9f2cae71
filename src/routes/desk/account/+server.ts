import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** A short address for the person's menu. */
export const GET: RequestHandler = () => redirect(308, '/desk/settings/account')

import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./schema";

/** An answer that is no success, in the words of its RFC 9457 problem document. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
  }
}

/** Throws, so that callers read answers and queries see failures. */
const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    throw await problemOf(response);
  },
};

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: { title?: string; detail?: string } = await response.json().catch(() => ({}));
  return new ApiProblem(response.status, body.title ?? response.statusText, body.detail ?? "");
}

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });
api.use(problems);

/** The body of a successful answer. */
export async function answer<T>(request: Promise<{ data?: T }>): Promise<T> {
  const { data } = await request;
  if (data === undefined) throw new ApiProblem(502, "Empty answer", "");
  return data;
}

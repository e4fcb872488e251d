/** Sends the form and tells how far it is, a fraction 0..1, which fetch cannot; to be given to a call of the API as its `fetch`. */
export const uploading =
  (form: FormData, onProgress: (share: number) => void, signal?: AbortSignal) =>
  ({ method, url }: Request): Promise<Response> =>
    new Promise((done, fail) => {
      const sender = new XMLHttpRequest();
      sender.open(method, url);
      sender.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
      sender.onload = () =>
        done(
          new Response(sender.responseText, {
            status: sender.status,
            headers: { "Content-Type": sender.getResponseHeader("Content-Type") ?? "" },
          }),
        );
      sender.onerror = () => fail(new TypeError("The connection was lost."));
      sender.onabort = () => fail(new DOMException("The upload was given up.", "AbortError"));
      signal?.addEventListener("abort", () => sender.abort());
      sender.send(form);
    });

import { useEffect, useState } from "react";

import { explain, getVirusIds, killVirus } from "./api";
import { websocketUrl } from "./config";
import { create } from "./create";
import { Dish } from "./Dish";
import { Header } from "./Header";
import type { Connection } from "./liveConnection";
import { Problem } from "./Problem";
import { useLiveMessages } from "./useLiveMessages";

export function Home() {
  const [ids, setIds] = useState<string[]>([]);
  const [loaded, setLoaded] = useState(false);
  const [problem, setProblem] = useState("");

  const add = (id: string) => setIds((before) => [...before, id]);
  const remove = (id: string) => setIds((before) => before.filter((each) => each !== id));

  // Step 7: connect, and add the viruses that messages announce. Then remove the line below.
  // const connection = useLiveMessages(websocketUrl, {
  //   onOpen: () => {},
  //   onMessage: (message) => {},
  // });
  const connection: Connection = { state: "connecting" };

  useEffect(() => {
    const loading = new AbortController();
    getVirusIds(loading.signal).then(
      (found) => {
        setIds(found);
        setLoaded(true);
      },
      (error: unknown) => {
        if (!loading.signal.aborted) setProblem(explain(error));
      },
    );
    return () => loading.abort();
  }, []);

  async function onCreate() {
    try {
      const id = await create();
      add(id);
    } catch (error) {
      setProblem(explain(error));
    }
  }

  async function onKill(id: string) {
    try {
      await killVirus(id);
      remove(id);
    } catch (error) {
      setProblem(explain(error));
    }
  }

  return (
    <>
      <Header virusCount={ids.length} connection={connection} onCreate={onCreate} />
      <Dish viruses={ids} loaded={loaded} onKill={onKill} />
      {problem && <Problem text={problem} onDismiss={() => setProblem("")} />}
    </>
  );
}

import { useReducer, useState } from "react";

import { createVirus, explain, killVirus } from "./api";
import { websocketUrl } from "./config";
import { Dish } from "./Dish";
import { Header } from "./Header";
import { emptyPopulation, nextPopulation, shownViruses } from "./population";
import { Problem } from "./Problem";
import { useLiveMessages } from "./useLiveMessages";
import { useVirusList } from "./useVirusList";

export function Home() {
  const [population, tell] = useReducer(nextPopulation, emptyPopulation);
  const [problem, setProblem] = useState("");
  const viruses = shownViruses(population);

  // Viruses come and go by message, in every open window at once.
  const connection = useLiveMessages(websocketUrl, {
    onOpen: () => tell({ type: "connected" }),
    onMessage: ({ virusId, killedVirusId }) => {
      if (virusId) tell({ type: "created", id: virusId });
      if (killedVirusId) tell({ type: "killed", id: killedVirusId });
    },
  });

  // The list is read first of all, and after each (re)connection: messages may have been missed.
  const listProblem = useVirusList(population.connections, (ids) => tell({ type: "listed", ids }));

  async function create() {
    try {
      await createVirus(); // nothing to show yet: the new virus comes by message
      setProblem("");
    } catch (error) {
      setProblem(`The virus was not created. ${explain(error)}`);
    }
  }

  async function kill(id: string) {
    tell({ type: "clicked", id }); // it disappears at once …
    try {
      await killVirus(id);
      tell({ type: "killed", id });
      setProblem("");
    } catch (error) {
      tell({ type: "survived", id }); // … and is back when the backend did not kill it
      setProblem(`The virus survived. ${explain(error)}`);
    }
  }

  return (
    <>
      <Header virusCount={viruses.length} connection={connection} onCreate={create} />
      <Dish viruses={viruses} loaded={population.listed} onKill={kill} />
      <Problem
        text={problem || listProblem}
        onDismiss={problem ? () => setProblem("") : undefined}
      />
    </>
  );
}

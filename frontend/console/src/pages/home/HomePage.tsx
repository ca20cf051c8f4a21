import Box from "@cloudscape-design/components/box";
import Cards from "@cloudscape-design/components/cards";
import Header from "@cloudscape-design/components/header";

import { CopyText } from "../../components/CopyCommand";
import { RouterLink } from "../../components/RouterLink";

const PLACES = [
  {
    to: "/map",
    title: "Map",
    text: "The whole stack as a picture; its lines light up when something flows.",
  },
  {
    to: "/traces",
    title: "Traces",
    text: "One virus from the click to every browser, and where the time went.",
  },
  {
    to: "/api-gateway",
    title: "API Gateway",
    text: "Routes, requests by hand, a WebSocket client, live connections.",
  },
  { to: "/lambda", title: "Lambda", text: "Configuration, code, test events, answers and logs." },
  {
    to: "/dynamodb",
    title: "DynamoDB",
    text: "Tables and their items: query, scan, add, edit, delete.",
  },
  { to: "/events", title: "EventBridge", text: "Rules on time: when next, on and off, fire now." },
  { to: "/logs", title: "CloudWatch Logs", text: "What functions and APIs wrote, live." },
  { to: "/resources", title: "Resources", text: "Everything that exists in this region." },
];

export function Component() {
  return (
    <Cards
      items={PLACES}
      trackBy="to"
      header={
        <Header
          variant="h1"
          description="What AWS's consoles show, of the emulator on this machine. Every page calls the AWS APIs."
          actions={
            <CopyText
              text={`export AWS_ENDPOINT_URL=${window.location.origin} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test`}
              label="Copy environment for AWS tools"
            />
          }
        >
          Petri console
        </Header>
      }
      cardDefinition={{
        header: ({ to, title }) => <RouterLink to={to}>{title}</RouterLink>,
        sections: [
          { id: "text", content: ({ text }) => <Box color="text-body-secondary">{text}</Box> },
        ],
      }}
      cardsPerRow={[{ cards: 1 }, { minWidth: 500, cards: 2 }, { minWidth: 900, cards: 4 }]}
    />
  );
}

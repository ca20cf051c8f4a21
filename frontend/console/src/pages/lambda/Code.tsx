import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";

import { bytes } from "../../components/format";
import { Problem } from "../../components/Problem";
import { Text } from "../../components/Text";
import { useLoad } from "../../components/useLoad";
import { handlerFile } from "./handlerFile";
import { localLocation } from "./localLocation";
import { readZip, type ZipEntry } from "./zip";

// Of a package with thousands of files nobody reads all.
const MOST_FILES = 300;

/** The deployed code, to read. */
export function Code({ found }: { found: GetFunctionCommandOutput }) {
  const digest = found.Configuration?.CodeSha256 ?? "";
  const location = found.Code?.Location;
  const files = useLoad(digest, async (signal) => {
    if (!location)
      throw new Error("This function has no archive that can be read: it may be an image.");
    const response = await fetch(localLocation(location, window.location.origin), { signal });
    if (!response.ok)
      throw new Error(`The archive cannot be read: ${response.status} ${response.statusText}`);
    return readZip(new Uint8Array(await response.arrayBuffer()));
  });
  return (
    <Container
      header={
        <Header variant="h2" description={`SHA-256 ${digest}`}>
          Code
        </Header>
      }
    >
      <Problem what="The code cannot be shown" error={files.error} onRetry={files.reload} />
      {files.data ? (
        <Files key={digest} files={files.data} handler={found.Configuration?.Handler ?? ""} />
      ) : (
        files.loading && <Spinner />
      )}
    </Container>
  );
}

function Files({ files, handler }: { files: ZipEntry[]; handler: string }) {
  const names = files.map((each) => each.name);
  const [name, setName] = useState(handlerFile(handler, names) ?? names[0] ?? "");
  const file = files.find((each) => each.name === name);
  return (
    <Grid gridDefinition={[{ colspan: 3 }, { colspan: 9 }]}>
      <div>
        <SideNavigation
          activeHref={`#${name}`}
          onFollow={(event) => {
            event.preventDefault();
            setName(event.detail.href.slice(1));
          }}
          items={files
            .slice(0, MOST_FILES)
            .map((each) => ({ type: "link", text: each.name, href: `#${each.name}` }))}
        />
        {files.length > MOST_FILES && <Box>… and {files.length - MOST_FILES} files more</Box>}
      </div>
      {file ? <FileText key={name} file={file} /> : <Box>The archive is empty.</Box>}
    </Grid>
  );
}

function FileText({ file }: { file: ZipEntry }) {
  const content = useLoad(file.name, async () => {
    const raw = await file.read();
    return raw.subarray(0, 4096).includes(0) ? undefined : new TextDecoder().decode(raw);
  });
  return (
    <div>
      <Box color="text-body-secondary">
        {file.name}, {bytes(file.size)}
      </Box>
      <Problem what="The file cannot be unpacked" error={content.error} />
      {content.data !== undefined ? (
        <Text most={200_000}>{content.data}</Text>
      ) : (
        !content.loading && content.error === undefined && <Box>This file is binary.</Box>
      )}
    </div>
  );
}

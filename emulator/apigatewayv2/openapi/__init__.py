"""HTTP APIs as OpenAPI 3.0 documents: ImportApi, ReimportApi, ExportApi (rows B92, B93).

``read_api`` and ``write_api`` are the two directions; the files beside them each know one part of a document, in both.
"""

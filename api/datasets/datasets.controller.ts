import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from "@nestjs/common";
import { ApiBody, ApiConsumes, ApiTags } from "@nestjs/swagger";
import type { Response } from "express";
import * as api from "../../contracts/api.js";
import { isDatasetId } from "../../contracts/dataset-id.js";
import { type DatasetRecord, Datasets } from "../../store/datasets.js";
import { Answer, Call, NeedsToken } from "../answers.js";
import { Problem } from "../problems.js";
import { type ApiRequest, Owner } from "../request.js";
import { DatasetUpload } from "./dataset-upload.js";

const UPLOAD = { schema: { type: "object", properties: { file: { type: "array", items: { type: "string", format: "binary" } } } } };

@ApiTags("datasets")
@NeedsToken()
@Controller("api/v1/datasets")
export class DatasetsController {
  constructor(
    @Inject(Datasets) private readonly datasets: Datasets,
    @Inject(DatasetUpload) private readonly upload: DatasetUpload,
  ) {}

  @Post()
  @HttpCode(201)
  @Call("Upload the files of a data set", {
    400: "A name or the upload itself is not valid; nothing is kept.",
    413: "The upload is too large.",
    507: "The disk is full.",
  })
  @ApiConsumes("multipart/form-data")
  @ApiBody(UPLOAD)
  @Answer(201, "What arrived. A file that does not read cleanly is kept and says so in `problem`.", api.dataset)
  async uploadDataset(
    @Owner() owner: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DatasetRecord> {
    const dataset = await this.upload.receive(owner, request);
    response.location(`/api/v1/datasets/${dataset.dataset_id}`);
    return dataset;
  }

  @Get(":id")
  @Call("A data set", { 404: "There is no such data set." })
  @Answer(200, "Its files.", api.dataset)
  async getDataset(@Owner() owner: string, @Param("id") id: string): Promise<DatasetRecord> {
    const found = isDatasetId(id) ? await this.datasets.find(owner, id) : null;
    if (!found) throw new Problem("not-found", `there is no data set ${JSON.stringify(id.slice(0, 64))}`);
    return found;
  }
}
